#!/usr/bin/env python3
"""What the lessons from 12 on say that training shows must not hang on one start.

    course_claims.py [SEED …]

trains each network with SciPy from other starts, with other holes and other labels (three times, unless said), and holds
every such sentence against what comes of it, measured on the digits and holes of the lessons. The program has no part in
it. It takes a minute a seed and is run by hand, when a sentence or a setting changes.
"""
import os
import sys

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

import course_digits as costs
import course_trained
import course_values

f = costs.f
HELD_OUT = slice(1437, None)
CHAINS = "l1", "regularised", "denoising", "what-a-neuron-sees", "features"


def said(lesson, sentence, holds, figures):
    figures = np.array2string(np.asarray(figures, float), precision=4, separator=", ").replace("\n", "")
    print(f"{'' if holds else 'NOT SO: '}{lesson}: {sentence}: {figures}", flush=True)
    return bool(holds)


def near(figures, wanted, far):
    return np.all(abs(np.asarray(figures) - wanted) < far)


def l1(seed, trained, images, classes, holes):
    (off, error), _ = course_trained.l1_shown(*trained, images, classes, holes)["Z"]
    hundredth = 0.01 * costs.mean_digit(images[:, HELD_OUT])[1]
    yield said(12, "the mean of the digits is off by 0.073", near(hundredth, 0.00073, 0.000005), 100 * hundredth)
    yield said(12, "no unit is off, some forty, none again", off[0] == off[2] == 0 and 38 <= off[1] <= 47, off)
    yield said(12, "the error goes from 0.002 to 0.005 and 0.008", near(error, (0.002, 0.005, 0.008), hundredth), error)


def regularised(seed, trained, images, classes, holes):
    shown = course_trained.regularised_shown(*trained, images, classes, holes)
    hundredth = 0.01 * costs.mean_digit(images[:, HELD_OUT])[1]
    by, found = trained
    least = [cost(theta)[0] for cost, theta in zip(by, found)]
    first = by[0].start(np.random.RandomState(seed).uniform)
    yield said(13, "neither cost of fifty digits is as much as 0.001", max(least[:2]) < 0.001, least[:2])
    both = shown["g(O)"][0], shown["p(O)"][0]
    yield said(13, "tied, less than half the error; both are small", both[1] < both[0] / 2 and both[0] < 5 * hundredth, both)
    O = images[:, HELD_OUT]
    (a, c), (b, d) = shown["Z"][0]
    torn = np.mean((holes("M", 0.75) * O - O)**2)
    yield said(13, "from less than 0.001 to 0.016; as large as the holes, about 0.06, and to 0.035",
               a < 0.001 and near((b, torn), 0.06, 0.0015) and near(b, torn, 0.02 * torn)
               and near((c, d), (0.016, 0.035), hundredth),
               (a, b, torn, c, d))
    kinship = []
    for cost, theta in zip(by[2:], found[2:]):
        tiles = cost.unpack(theta)[0].reshape(-1, 8, 8)
        kinship.append(np.median([np.corrcoef(np.r_[t[1:].ravel(), t[:, 1:].ravel()],
                                              np.r_[t[:-1].ravel(), t[:, :-1].ravel()])[0, 1] for t in tiles]))
    yield said(13, "neighbouring pixels go together with the penalty", kinship[0] < 0.15 < 0.3 < kinship[1], kinship)
    again = np.corrcoef(by[2].unpack(found[2])[0].ravel(), by[0].unpack(first)[0].ravel())[0, 1]
    yield said(13, "without it the units look much like what they began with", again > 0.5, again)


def denoising(seed, trained, images, classes, holes):
    table, _ = course_trained.denoising_shown(*trained, images, classes, holes)["K"]
    yield said(14, "the least of every column is on the diagonal", np.all(np.argmin(table, axis=0) == range(3)), table)


def seen(seed, trained, images, classes, holes):
    (wide,), _ = course_trained.seen_shown(*trained, images, classes, holes)["K"]
    yield said(15, "a little wider with more noise", wide[0] < wide[1] < wide[2], wide)


def features(seed, trained, images, classes, holes):
    shown = course_trained.features_shown(*trained, images, classes, holes)
    right = classes[1100:]
    pixels, told, narrow = [shown[f"{name} = u"][0] for name in "qwv"]
    yield said(17, "about 92, and to 94 to 96 of a hundred", near(pixels, 0.92, 0.005) and 0.935 <= told < 0.965,
               (pixels, told))
    yield said(17, "the narrow passage about 91, nothing gained over the pixels", near(narrow, 0.91, 0.0125)
               and narrow < pixels + 0.01, narrow)
    guesses = [shown[name][0][0] - 1 for name in "qw"]
    yield said(17, "more digits that only features get right", np.sum((guesses[1] == right) & (guesses[0] != right))
               > np.sum((guesses[0] == right) & (guesses[1] != right)), ())
    for name, guess in zip(("pixels", "features"), guesses):
        table = np.zeros((10, 10))
        np.add.at(table, (right, guess.astype(int)), 1 - (right == guess))
        among = [(place // 10, place % 10) for place in np.argsort(-table, axis=None)[:3]]
        yield said(17, f"threes taken for eights are among the most frequent ({name})", (3, 8) in among, among)
    more = 100 * shown["\\Delta"][0]
    yield said(17, "with features the last three rows above zero or even, by one to four as a rule",
               np.all(more[2:, 1:3] >= 0) and np.sum((more[2:, 1:3] > 0.5) & (more[2:, 1:3] < 4.5)) > 3, more[2:, 1:3])
    yield said(17, "with fifty labels features lose now and then", np.sum(more[:2, 1:3] > 0) > 1, more[:2, 1:3])
    yield said(17, "with the narrow passage nothing is gained", np.mean(more[2:, 3]) < 0, more[:, 3])


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
    lessons_draw, picture = course_values.of_generator()
    images, classes = costs.digits(course_values.ROOT, picture)
    held = list(by_hand())
    for seed in seeds:
        print(f"seed {seed}")
        drawn = np.random.RandomState(seed)
        measured = lambda name, part: course_values.bernoulli(lessons_draw, name, part, 64, 360)
        counts = (drawn.rand(5, 1000) < costs.TOLD) / costs.TOLD
        labels = np.eye(10)[:, classes[:1000]]
        chains = course_trained.trainings(images, classes, lambda name, part: (drawn.rand(64, 1437) < part) * 1.0,
                                          np.vstack([labels * row for row in counts]))
        for name, sentences in zip(CHAINS, (l1, regularised, denoising, seen, features)):
            trained = course_trained.searched(chains[name], seed)[:2]
            held += sentences(seed, trained, images, classes, measured)
    print(f"course_claims: {sum(held)} of {len(held)} sentences hold")
    sys.exit(0 if all(held) else 1)


main(*[int(seed) for seed in sys.argv[1:]] or (0, 1, 2))
