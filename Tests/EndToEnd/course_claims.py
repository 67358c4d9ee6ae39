#!/usr/bin/env python3
"""What the lessons from 12 on say that training shows must not hang on one start.

    course_claims.py [SEED …]

trains each network with SciPy from other starts, with other holes and other labels (three times, unless said), and holds
every such sentence against what comes of it. The program has no part in it. It takes two minutes a seed and is run by
hand, when a sentence or a setting changes.
"""
import os
import sys

os.environ.setdefault("OPENBLAS_NUM_THREADS", "2")

import numpy as np
from scipy.optimize import minimize

import course_digits as costs
import course_values

f = costs.f
held_out = slice(1437, None)


def fitted(cost, start, iterations=200):
    return minimize(cost, start, jac=True, method="L-BFGS-B",
                    options=dict(maxcor=10, maxiter=iterations, maxfun=4 * iterations, ftol=0, gtol=1e-9)).x


def said(lesson, sentence, holds, figures):
    figures = np.array2string(np.asarray(figures, float), precision=4, separator=", ").replace("\n", "")
    print(f"{'' if holds else 'NOT SO: '}{lesson}: {sentence}: {figures}")
    return bool(holds)


def near(figures, wanted, part):
    return np.all(abs(np.asarray(figures) / np.asarray(wanted) - 1) < part)


def l1(images, classes, drawn):
    seen, others = images[:, :500], images[:, held_out]
    rows, theta = [], costs.Unpriced(seen).start(drawn.uniform)
    for kind in (costs.Unpriced, costs.Priced, costs.Sparse):
        cost = kind(seen)
        theta = fitted(cost, theta)
        W1, W2, b1, b2 = cost.unpack(theta)
        hidden = f(W1 @ others + b1)
        rows.append([np.sum(hidden.max(axis=1) < 0.1), np.mean((f(W2 @ hidden + b2) - others)**2)])
    off, error = np.array(rows).T
    yield said(12, "no unit is off, about twenty, none again", off[0] == off[2] == 0 and 15 <= off[1] <= 25, off)
    yield said(12, "the error goes from 0.003 to 0.005 and 0.008", near(error, (0.003, 0.005, 0.0083), 0.17), error)


def regularised(images, classes, drawn):
    few, more, others = images[:, :50], images[:, :500], images[:, held_out]
    off = lambda cost, theta, seen: np.mean((cost.answer(theta, seen) - others)**2)
    plain, tied = costs.Copying(few), costs.Copying(few, tied=True)
    first = plain.start(drawn.uniform)
    theta = fitted(plain, first)
    both = [off(plain, theta, others), off(tied, fitted(tied, tied.start(drawn.uniform)), others)]
    yield said(13, "tied, half the error or less, 0.003 against 0.007", both[1] < both[0] / 2
               and near(both, (0.007, 0.003), 0.25), both)
    torn = others * (drawn.rand(*others.shape) < 0.75)
    plain, dear = costs.Copying(more), costs.Copying(more, 0.01)
    copying, kinship, table = None, [], []
    for cost in (plain, dear):
        theta = fitted(cost, theta)
        table.append([off(cost, theta, others), off(cost, theta, torn)])
        copying = copying or cost.unpack(theta)
        tiles = cost.unpack(theta)[0].reshape(-1, 8, 8)
        kinship.append(np.median([np.corrcoef(np.r_[t[1:].ravel(), t[:, 1:].ravel()],
                                              np.r_[t[:-1].ravel(), t[:, :-1].ravel()])[0, 1] for t in tiles]))
    (a, b), (c, d) = table
    yield said(13, "from less than 0.001 to 0.016, and from 0.06 to 0.035",
               a < 0.001 and near((b, c, d), (0.06, 0.016, 0.035), 0.08), (a, b, c, d))
    yield said(13, "neighbouring pixels go together with the penalty", kinship[0] < 0.15 < 0.3 < kinship[1], kinship)
    again = np.corrcoef(copying[0].ravel(), plain.unpack(first)[0].ravel())[0, 1]
    yield said(13, "without it the units look much like what they began with", again > 0.5, again)


def three_networks(images, classes, drawn):
    seen, others = images[:, :1437], images[:, held_out]
    trained, kept = [], (1, 0.75, 0.5)
    for part in kept:
        cost = costs.Tied(seen * (drawn.rand(*seen.shape) < part), seen)
        trained.append((cost, fitted(cost, cost.start(drawn.uniform), 150)))
    holes = [others * (drawn.rand(*others.shape) < part) for part in kept]
    table = np.array([[np.mean((cost.answer(theta, torn) - others)**2) for torn in holes] for cost, theta in trained])
    printed = [[0.007, 0.040, 0.081], [0.015, 0.025, 0.044], [0.022, 0.028, 0.040]]
    yield said(14, "the least of every column is on the diagonal", np.all(np.argmin(table, axis=0) == range(3)),
               table)
    yield said(14, "the table", near(table, printed, 0.09), table - printed)
    wide = [costs.spread(cost.unpack(theta)[0]) for cost, theta in trained]
    yield said(15, "2.55, 2.59, 2.70 pixels, in this order", wide[0] < wide[1] < wide[2]
               and near(wide, (2.55, 2.59, 2.70), 0.02), wide)


def features(images, classes, drawn):
    seen, others, right = images[:, :1100], images[:, 1100:], classes[1100:]
    kinds = [lambda these: these]
    for kind in (costs.Sparse, costs.Narrow):
        cost = kind(seen)
        W, _, b, _ = cost.unpack(fitted(cost, cost.start(drawn.uniform)))
        kinds.append(lambda these, W=W, b=b: f(W @ these + b))
    labels = np.eye(10)[:, classes[:500]]
    guesses = []
    for kind in kinds:
        cost = costs.Classifier(kind(images[:, :500]), labels)
        S, c = cost.unpack(fitted(cost, cost.start(drawn.uniform)))
        guesses.append(np.argmax(S @ kind(others) + c, axis=0))
    pixels, told, narrow = [np.mean(guess == right) for guess in guesses]
    yield said(17, "about 92, and to 94 to 96 of a hundred", near(pixels, 0.92, 0.005) and 0.935 <= told < 0.965,
               (pixels, told))
    yield said(17, "the narrow passage about 91, no more than the pixels", narrow <= pixels
               and abs(narrow - 0.91) < 0.012, narrow)
    yield said(17, "more digits that only features get right", np.sum((guesses[1] == right) & (guesses[0] != right))
               > np.sum((guesses[0] == right) & (guesses[1] != right)), ())
    for name, guess in (("pixels", guesses[0]), ("features", guesses[1])):
        table = np.zeros((10, 10))
        np.add.at(table, (right, guess), 1 - (right == guess))
        among = [(place // 10, place % 10) for place in np.argsort(-table, axis=None)[:3]]
        yield said(17, f"threes taken for eights are among the most frequent ({name})", (3, 8) in among, among)
    labels = np.eye(10)[:, classes[:1000]]
    told_to = (drawn.rand(5, 1000) < costs.TOLD) / costs.TOLD
    parts = []
    for kind in kinds:
        cost = costs.Five(kind(images[:, :1000]), np.vstack([labels * row for row in told_to]))
        S = fitted(cost, cost.start(drawn.uniform), 100).reshape(50, -1)
        parts.append([np.mean(np.argmax(part @ kind(others), axis=0) == right) for part in np.split(S, 5)])
    pixels, told, narrow = np.array(parts)
    more = 100 * (told - pixels)
    yield said(17, "the last three above zero, by one to five of a hundred", np.all(np.round(more[2:]) >= 1)
               and np.all(np.round(more[2:]) <= 5), more)
    yield said(17, "with fifty labels it is close now and then", np.all(more > -1.5), more)
    yield said(17, "the narrow passage does not do so", np.mean(narrow - pixels) < 0.005, narrow - pixels)


def by_hand():
    """What the small networks do where the prose says: change this number and see."""
    x = np.array([[0.9, 0.2, 0.5, 0.7], [0.8, 0.3, 0.6, 0.6], [1.0, 0.1, 0.5, 0.8]])
    y, filled, error = np.array([[0.9], [0], [1.0]]), [], []
    for decay in (0.01, 0.03):
        W, V = course_values.ENCODER, course_values.DECODER
        for _ in range(500):
            W, V = course_values.linear_step(0.2, decay, x, x)(W, V)
        filled.append((V @ W @ y)[1, 0])
        error.append(np.sum((V @ W @ x - x)**2) / 4)
    yield said(13, "with 0.03 the hole is filled further, and the error grows", filled[1] > filled[0] > 0.4
               and error[1] > error[0], filled + error)


def main(*seeds):
    _, picture = course_values.of_generator()
    images, classes = costs.digits(course_values.ROOT, picture)
    held = list(by_hand())
    for seed in seeds:
        print(f"seed {seed}")
        for lesson in (l1, regularised, three_networks, features):
            held += lesson(images, classes, np.random.RandomState(seed))
    print(f"course_claims: {sum(held)} of {len(held)} sentences hold")
    sys.exit(0 if all(held) else 1)


main(*[int(seed) for seed in sys.argv[1:]] or (0, 1, 2))
