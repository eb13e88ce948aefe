"""What the steps of one scenario share: its context, setup, fake data, types of words, failure messages."""
