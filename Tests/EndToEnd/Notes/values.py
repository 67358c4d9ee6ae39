"""What NumPy computes from the numbers of the notes."""

import numpy as np


def compare(name, report):
    return 0, []
