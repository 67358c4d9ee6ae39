"""The digits of lessons 12 to 15 and 17 for course_values.py: what their networks cost, and what the formulas come
to before anything is trained."""
import os

import numpy as np

f = lambda z: 1 / (1 + np.exp(-z))
square = lambda v: np.sum(v**2)


def softmax(z):
    powers = np.exp(z - z.max(axis=0))
    return powers / powers.sum(axis=0)


def digits(root, picture):
    """All digits as columns of 64 pixels, and their classes."""
    pixels = picture(os.path.join(root, "lessons/data/digits.png"))
    tiles = pixels.reshape(40, 8, 45, 8).transpose(0, 2, 1, 3).reshape(-1, 64)[:1797].T
    text = open(os.path.join(root, "lessons/data/digits-labels.txt")).read().strip()
    return tiles, np.array([int(digit) for digit in text])


class Tied:
    """64 units that copy 64 pixels, with the same weights there and back, and decay of the weights."""
    decay, size = 0.001, 64

    def __init__(self, seen, wanted):
        self.seen, self.wanted = seen, wanted

    def unpack(self, theta):
        k = self.size
        return theta[:k * 64].reshape(k, 64), theta[k * 64:k * 65, None], theta[k * 65:, None]

    def answer(self, theta, seen):
        A, c, d = self.unpack(theta)
        return f(A.T @ f(A @ seen + c) + d)

    def __call__(self, theta):
        A, c, d = self.unpack(theta)
        n = self.seen.shape[1]
        hidden = f(A @ self.seen + c)
        out = f(A.T @ hidden + d)
        d3 = (out - self.wanted) * out * (1 - out) / n
        d2 = A @ d3 * hidden * (1 - hidden)
        cost = square(out - self.wanted) / (2 * n) + self.decay / 2 * square(A)
        return cost, np.concatenate([(d2 @ self.seen.T + hidden @ d3.T + self.decay * A).ravel(),
                                     d2.sum(axis=1), d3.sum(axis=1)])

    def start(self, uniform):
        return uniform(-0.05, 0.05, self.size * 64 + self.size + 64)


class Sparse:
    """100 hidden units, most of them quiet. Beside the wish for rho every activation may have a price."""
    decay, rho, beta, price, size = 0.0001, 0.05, 0.1, 0, 100

    def __init__(self, seen):
        self.seen = seen

    def unpack(self, theta):
        k = self.size
        W1, W2, b1, b2 = np.split(theta, np.cumsum([k * 64, k * 64, k]))
        return W1.reshape(k, 64), W2.reshape(64, k), b1[:, None], b2[:, None]

    def __call__(self, theta):
        W1, W2, b1, b2 = self.unpack(theta)
        n, rho = self.seen.shape[1], self.rho
        hidden = f(W1 @ self.seen + b1)
        out = f(W2 @ hidden + b2)
        q = hidden.mean(axis=1, keepdims=True)
        kl = np.sum(rho * np.log(rho / q) + (1 - rho) * np.log((1 - rho) / (1 - q)))
        d3 = (out - self.seen) * out * (1 - out) / n
        pull = self.beta / n * (-rho / q + (1 - rho) / (1 - q))
        d2 = (W2.T @ d3 + pull + self.price / n) * hidden * (1 - hidden)
        cost = (square(out - self.seen) / (2 * n) + self.decay / 2 * (square(W1) + square(W2)) + self.beta * kl
                + self.price / n * np.sum(hidden))
        return cost, np.concatenate([(d2 @ self.seen.T + self.decay * W1).ravel(),
                                     (d3 @ hidden.T + self.decay * W2).ravel(), d2.sum(axis=1), d3.sum(axis=1)])

    def start(self, uniform):
        return uniform(-0.19, 0.19, self.size * 128 + self.size + 64)


class Unpriced(Sparse):
    """100 hidden units, with nothing said of how active they are."""
    beta = 0


class Priced(Sparse):
    """100 hidden units, and L1 on what they say."""
    beta, price = 0, 0.01


class Copying:
    """100 hidden units with sigmoids and outputs without, which may have a price on their weights."""
    size = 100

    def __init__(self, seen, decay=0, tied=False):
        self.seen, self.decay, self.tied = seen, decay, tied

    def unpack(self, theta):
        k = self.size
        W, V, b, c = np.split(theta, np.cumsum([k * 64, 0 if self.tied else k * 64, k]))
        W = W.reshape(k, 64)
        return W, W.T if self.tied else V.reshape(64, k), b[:, None], c[:, None]

    def answer(self, theta, seen):
        W, V, b, c = self.unpack(theta)
        return V @ f(W @ seen + b) + c

    def __call__(self, theta):
        W, V, b, c = self.unpack(theta)
        n = self.seen.shape[1]
        hidden = f(W @ self.seen + b)
        error = V @ hidden + c - self.seen
        d3 = error / n
        d2 = V.T @ d3 * hidden * (1 - hidden)
        there, back = d2 @ self.seen.T, d3 @ hidden.T
        if self.tied:
            slopes = [there + back.T]
        else:
            slopes = [there + self.decay * W, back + self.decay * V]
        cost = square(error) / (2 * n) + self.decay / 2 * (square(W) + square(V))
        return cost, np.concatenate([each.ravel() for each in (*slopes, d2.sum(axis=1), d3.sum(axis=1))])

    def start(self, uniform):
        return np.concatenate([uniform(-0.19, 0.19, self.size * (64 if self.tied else 128)),
                               uniform(-0.1, 0.1, self.size + 64)])


class Narrow(Sparse):
    """25 hidden units, and no wish about how active they are."""
    beta, size = 0, 25

    def start(self, uniform):
        return uniform(-0.258, 0.258, self.size * 128 + self.size + 64)


class Classifier:
    decay = 0.0001

    def __init__(self, seen, wanted):
        self.seen, self.wanted = seen, wanted

    def unpack(self, theta):
        k = self.seen.shape[0]
        return theta[:10 * k].reshape(10, k), theta[10 * k:, None]

    def __call__(self, theta):
        S, c = self.unpack(theta)
        shares = softmax(S @ self.seen + c)
        n = self.seen.shape[1]
        error = (shares - self.wanted) / n
        cost = -np.sum(self.wanted * np.log(shares)) / n + self.decay / 2 * square(S)
        return cost, np.concatenate([(error @ self.seen.T + self.decay * S).ravel(), error.sum(axis=1)])

    def start(self, uniform):
        return uniform(-0.01, 0.01, 10 * self.seen.shape[0] + 10)


def mean_digit(O):
    """The mean of some digits, and the mean square of what a pixel is off by that always is as in it."""
    mean = O.mean(axis=1, keepdims=True)
    return mean, np.mean((O - mean)**2)


def tied_start(drawn, index):
    return np.concatenate([drawn(f"{name}^{{({index})}}", -0.05, 0.05, *shape).ravel()
                           for name, shape in (("A", (64, 64)), ("c", (64,)), ("d", (64,)))])


def tied_entries(drawn, count):
    """The stated shapes and the draws of some tied networks."""
    starts = [tied_start(drawn, index) for index in range(1, count + 1)]
    parts = [Tied.unpack(Tied, start) for start in starts]
    return [None] * 3 * count + [part[kind] for kind in range(3) for part in parts], starts


def l1(drawn, images):
    X, O = images[:, :4], images[:, 1437:]
    W, V = drawn("A^{(1)}", -0.19, 0.19, 100, 64), drawn("A^{(2)}", -0.19, 0.19, 64, 100)
    b, c = drawn("B^{(1)}", -0.1, 0.1, 100, 1), drawn("B^{(2)}", -0.1, 0.1, 64, 1)
    start = np.concatenate([each.ravel() for each in (W, V, b, c)])
    hidden = lambda seen: f(W @ seen + b)
    answer = lambda seen: f(V @ hidden(seen) + c)
    most = hidden(O).max(axis=1, keepdims=True)
    off = np.array([[np.sum(most < 0.1)], [np.mean((answer(O) - O)**2)]])
    return [None] * 4 + [
        W, V, b, c, hidden(X), answer(X), 0.0001, 0.01, 0.05, Unpriced(X)(start)[0], hidden(X), Priced(X)(start)[0],
        Sparse(X)(start)[0], hidden(O), most, *mean_digit(O), off[1, 0], off, off, off, np.hstack([off] * 3)]


def regularised(drawn, bernoulli, images):
    X, F, O = images[:, :4], images[:, :4], images[:, 1437:]
    W, V = drawn("N^{(1)}", -0.19, 0.19, 100, 64), drawn("N^{(2)}", -0.19, 0.19, 64, 100)
    b, c = drawn("\\nu^{(1)}", -0.1, 0.1, 100, 1), drawn("\\nu^{(2)}", -0.1, 0.1, 64, 1)
    start = np.concatenate([each.ravel() for each in (W, V, b, c)])
    plain, dear = Copying(X), Copying(X, 0.01)
    M, P = bernoulli(drawn, "M", 0.75, 64, 360), bernoulli(drawn, "P", 0.75, 64, 7)
    off = np.array([[np.mean((plain.answer(start, shown) - O)**2)] for shown in (O, M * O)])
    K, k1, k2 = (drawn("K", -0.19, 0.19, 100, 64), drawn("\\kappa^{(1)}", -0.1, 0.1, 100, 1),
                 drawn("\\kappa^{(2)}", -0.1, 0.1, 64, 1))
    tied, other = Copying(F, tied=True), np.concatenate([each.ravel() for each in (K, k1, k2)])
    return [None] * 4 + [
        W, V, b, c, None, plain.answer(start, F), plain(start)[0], None, None, None, K, k1, k2,
        tied.answer(other, F), tied(other)[0], np.mean((plain.answer(start, O) - O)**2),
        np.mean((tied.answer(other, O) - O)**2), *mean_digit(O), 0.01, plain(start)[0], dear(start)[0], None, M, M * O,
        np.mean((M * O - O)**2), *off[:, 0], off, off, W[:12], None, P, np.hstack([off] * 2)]


def denoising(drawn, bernoulli, images):
    X, Y = images[:, :4], images[:, 1437:1444]
    entries, starts = tied_entries(drawn, 3)
    B, half = bernoulli(drawn, "B", 0.75, 64, 4), bernoulli(drawn, "\\bar{B}", 0.5, 64, 4)
    S, O = bernoulli(drawn, "S", 0.75, 64, 7), images[:, 1437:]
    few, many = bernoulli(drawn, "\\hat{S}", 0.75, 64, 360), bernoulli(drawn, "\\bar{S}", 0.5, 64, 360)
    networks = [Tied(seen, X) for seen in (X, B * X, half * X)]
    off = [[np.mean((network.answer(start, shown) - O)**2) for shown in (O, few * O, many * O)]
           for network, start in zip(networks, starts)]
    return (entries + [None, None, None, B, half, B * X, half * X]
            + [network.answer(start, network.seen) for network, start in zip(networks, starts)] + [Tied.decay]
            + [network(start)[0] for network, start in zip(networks, starts)]
            + [None, S, S * Y, None, None, few, many, None, *mean_digit(O), *np.ravel(off), np.array(off)])


def seen(drawn, bernoulli, images):
    X = images[:, :4]
    entries, starts = tied_entries(drawn, 3)
    masks = [bernoulli(drawn, "B^{(2)}", 0.75, 64, 4), bernoulli(drawn, "B^{(3)}", 0.5, 64, 4)]
    inputs = [X] + [mask * X for mask in masks]
    down, along = (each + 1.0 for each in np.divmod(np.arange(64), 8))
    return (entries + [None, None] + masks + inputs[1:] + [Tied.decay]
            + [Tied(each, X)(start)[0] for each, start in zip(inputs, starts)]
            + [down[:, None], along[:, None], np.ones((64, 1)), None, None,
               np.array([[spread(Tied.unpack(Tied, start)[0]) for start in starts]])])


def spread(A):
    """The root of the mean squared distance of a unit's squared weights from their middle, on average."""
    places = np.array(np.divmod(np.arange(64), 8), float)
    far = []
    for unit in A**2:
        middle = np.average(places, axis=1, weights=unit)
        far.append(np.sqrt(np.average(np.sum((places - middle[:, None])**2, axis=0), weights=unit)))
    return np.mean(far)


def features(drawn, images, classes):
    X, Y, Z = images[:, :4], np.eye(10)[:, classes[:4]], images[:, 1100:]
    W1, W2 = drawn("W^{(1)}", -0.19, 0.19, 100, 64), drawn("W^{(2)}", -0.19, 0.19, 64, 100)
    b1, b2 = drawn("b^{(1)}", -0.1, 0.1, 100, 1), drawn("b^{(2)}", -0.1, 0.1, 64, 1)
    h = lambda seen: f(W1 @ seen + b1)
    J = Sparse(X)(np.concatenate([each.ravel() for each in (W1, W2, b1, b2)]))[0]
    S1, S2 = drawn("S^{(1)}", -0.01, 0.01, 10, 64), drawn("S^{(2)}", -0.01, 0.01, 10, 100)
    c1, c2 = drawn("c^{(1)}", -0.01, 0.01, 10, 1), drawn("c^{(2)}", -0.01, 0.01, 10, 1)
    costs = [Classifier(inputs, Y)(np.concatenate([S.ravel(), c.ravel()]))[0]
             for inputs, S, c in ((X, S1, c1), (h(X), S2, c2))]
    right = classes[1100:]
    pixels, told = np.argmax(S1 @ Z + c1, axis=0), np.argmax(S2 @ h(Z) + c2, axis=0)
    row = lambda places: places[None] + 1.0
    only = lambda these, others: np.sum((these == right) & (others != right))
    confused = []
    for guesses in (pixels, told):
        table = np.zeros((10, 10))
        np.add.at(table, (right, guesses), 1)
        confused.append(table)
    return [None] * 4 + [W1, W2, b1, b2, h(X), h(X).mean(axis=1, keepdims=True), 0.0001, 0.05, 0.1, J,
                         np.where(W1 > 0, W1, 0)[:12]] + [
        None] * 4 + [S1, S2, c1, c2, softmax(S1 @ X + c1), softmax(S2 @ h(X) + c2), *costs, row(right),
                     row(pixels), np.mean(pixels == right), row(told), np.mean(told == right), only(told, pixels),
                     only(pixels, told), *confused] + narrow(drawn, X, Y, Z, right) + five_times(
                         drawn, X, Y, Z, h, right)


#: How likely a picture's label is told, in each of five draws.
TOLD = np.array([[0.05], [0.05], [0.2], [0.2], [1]])


def told_labels(drawn, labels):
    """What five classifiers are told: the draws, how much a label counts for each, and its labels, so counted."""
    zeta = drawn("\\zeta", 0, 1, 5, labels.shape[1])
    counts = (zeta < TOLD) / TOLD
    return zeta, counts, np.vstack([labels * row for row in counts])


class Five:
    """Five softmax classifiers without biases below each other, each with labels of its own."""
    decay = 0.0001

    def __init__(self, seen, told):
        self.seen, self.told = seen, told

    def shares(self, S):
        return np.vstack([softmax(part @ self.seen) for part in np.split(S, 5)])

    def __call__(self, theta):
        S = theta.reshape(50, -1)
        shares = self.shares(S)
        n = self.seen.shape[1]
        counts = np.repeat(self.told.reshape(5, 10, n).sum(axis=1), 10, axis=0)
        cost = -np.sum(self.told * np.log(shares)) / n + self.decay / 2 * square(S)
        return cost, ((counts * shares - self.told) @ self.seen.T / n + self.decay * S).ravel()

    def start(self, uniform):
        return uniform(-0.01, 0.01, 50 * self.seen.shape[0])


def right_of_five(S, seen, right):
    """How many of some digits each of five classifiers gets right, as a part of them."""
    return np.array([[np.mean(np.argmax(part @ seen, axis=0) == right)] for part in np.split(S, 5)])


def five_times(drawn, X, Y, Z, h, right):
    W3, W4 = drawn("W^{(3)}", -0.19, 0.19, 100, 64), drawn("W^{(4)}", -0.19, 0.19, 64, 100)
    b3, b4 = drawn("b^{(3)}", -0.1, 0.1, 100, 1), drawn("b^{(4)}", -0.1, 0.1, 64, 1)
    second = lambda seen: f(W3 @ seen + b3)
    J = Sparse(X)(np.concatenate([each.ravel() for each in (W3, W4, b3, b4)]))[0]
    N, n = drawn("N^{(1)}", -0.258, 0.258, 25, 64), drawn("\\nu^{(1)}", -0.1, 0.1, 25, 1)
    kinds = [lambda seen: seen, h, second, lambda seen: f(N @ seen + n)]
    zeta, counts, told = told_labels(drawn, Y)
    weights = [drawn(f"S^{{({4 + index})}}", -0.01, 0.01, 50, kind(X).shape[0]) for index, kind in enumerate(kinds)]
    costs = [Five(kind(X), told) for kind in kinds]
    parts = [right_of_five(S, kind(Z), right) for kind, S in zip(kinds, weights)]
    return [*[None] * 4, W3, W4, b3, b4, second(X), second(X), second(X).mean(axis=1, keepdims=True), J, TOLD, None,
            zeta, counts, np.kron(np.eye(5), np.ones((10, 1))), np.vstack([np.eye(10)] * 5), told,
            np.kron(np.eye(5), np.ones((10, 10))), None, *[None] * 4, *weights,
            *[cost.shares(S) for cost, S in zip(costs, weights)],
            sum(cost(S.ravel())[0] for cost, S in zip(costs, weights)), None, *parts, np.hstack(parts),
            np.hstack(parts) - parts[0]]


def narrow(drawn, X, Y, Z, right):
    N1, N2 = drawn("N^{(1)}", -0.258, 0.258, 25, 64), drawn("N^{(2)}", -0.258, 0.258, 64, 25)
    n1, n2 = drawn("\\nu^{(1)}", -0.1, 0.1, 25, 1), drawn("\\nu^{(2)}", -0.1, 0.1, 64, 1)
    h = lambda seen: f(N1 @ seen + n1)
    J = Narrow(X)(np.concatenate([each.ravel() for each in (N1, N2, n1, n2)]))[0]
    S, c = drawn("S^{(3)}", -0.01, 0.01, 10, 25), drawn("c^{(3)}", -0.01, 0.01, 10, 1)
    told = np.argmax(S @ h(Z) + c, axis=0)
    return [None] * 4 + [N1, N2, n1, n2, h(X), J, None, None, S, c, softmax(S @ h(X) + c),
                         Classifier(h(X), Y)(np.concatenate([S.ravel(), c.ravel()]))[0], told[None] + 1.0,
                         np.mean(told == right)]
