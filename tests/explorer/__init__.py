"""The explorer: random schedules over whole labs, judged by what must always hold, shrunk to a scenario."""
