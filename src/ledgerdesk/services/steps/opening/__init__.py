"""The way in: from the copies of the key file and a credential to a desk somebody sits at."""
