"""Other people's engines, and ours as a program: started, looked at, ended."""
