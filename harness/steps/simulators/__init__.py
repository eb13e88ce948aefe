"""Steps of the scenarios that judge the simulators: what people do on their screens, and what they send."""
