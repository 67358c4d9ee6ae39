"""What the trainings of lessons 12 to 15 and 17 come to, for course_values.py and course_claims.py.

What the program has found is given to NumPy: its cost, the length of its slopes, and what the lesson then shows must be
the same, within 1e-10. And SciPy trains the same from three other starts: the costs must agree within one in a hundred, and
so must what is shown, on the scale on which the lesson reads it. A number that hangs on the start more than that is not
compared here; the lesson says of it what course_claims.py tries.
"""
import collections
import json
import os
import struct
import subprocess
import sys
import tempfile

import numpy as np
from scipy.optimize import minimize

from course_digits import (Classifier, Copying, Five, Narrow, Priced, Sparse, Tied, Unpriced, digits, f, mean_digit,
                           right_of_five, spread, told_labels)

CLOSE, PART, STARTS = 1e-10, 0.01, 3
#: A cost that a network brings to nothing has no hundredth part; it is below this, where a constant answer costs 2.3.
NOTHING = 0.001

#: cost: made from what the trainings before have found; onward: the one where it begins; gone: it ends at nothing;
#: settled: it hangs on what was found before, and is compared on that.
Training = collections.namedtuple("Training", "cost iterations onward gone settled", defaults=(None, False, False))


class Sum:
    """Costs that have no number in common, minimised at once."""

    def __init__(self, costs):
        self.costs = costs

    def split(self, theta):
        lengths = [len(cost.start(lambda low, high, count: np.zeros(count))) for cost in self.costs]
        return np.split(theta, np.cumsum(lengths)[:-1])

    def __call__(self, theta):
        costs, slopes = zip(*[cost(part) for cost, part in zip(self.costs, self.split(theta))])
        return sum(costs), np.concatenate(slopes)

    def start(self, uniform):
        return np.concatenate([cost.start(uniform) for cost in self.costs])


def hidden(cost, theta):
    """What the hidden units of a trained autoencoder say."""
    W, _, b, _ = cost.unpack(theta)
    return lambda seen: f(W @ seen + b)


def kinds(found):
    """What a classifier of lesson 17 may be told: pixels, the features of two autoencoders, a narrow passage."""
    return [lambda seen: seen, hidden(Sparse(None), found[0]), hidden(Sparse(None), found[5]),
            hidden(Narrow(None), found[3])]


def trainings(images, classes, mask, told):
    """The trainings of each lesson, in order. mask(name, kept) are the holes, and told the labels of five classifiers."""
    X, few, fifty = images[:, :1437], images[:, :500], images[:, :50]
    tied = lambda iterations, *holes: [Training(lambda found, each=each: Tied(each * X, X), iterations)
                                       for each in (1, *holes)]
    labelled = np.eye(10)[:, classes[:500]]
    classified = lambda kind: Classifier(kind(few), labelled)
    return {
        "l1": [Training(lambda found: Unpriced(few), 600), Training(lambda found: Priced(few), 800, 0),
               Training(lambda found: Sparse(few), 400, 1)],
        "regularised": [Training(lambda found: Copying(fifty), 800, gone=True),
                        Training(lambda found: Copying(fifty, tied=True), 800, gone=True),
                        Training(lambda found: Copying(few), 800, 0, gone=True),
                        Training(lambda found: Copying(few, 0.01), 200, 2)],
        "denoising": tied(150, mask("B", 0.75), mask("\\bar{B}", 0.5)),
        "what-a-neuron-sees": tied(300, mask("B^{(2)}", 0.75), mask("B^{(3)}", 0.5)),
        "features": [Training(lambda found: Sparse(images[:, :1100]), 200),
                     Training(lambda found: Classifier(few, labelled), 200),
                     Training(lambda found: classified(hidden(Sparse(None), found[0])), 200, settled=True),
                     Training(lambda found: Narrow(images[:, :1100]), 800),
                     Training(lambda found: classified(hidden(Narrow(None), found[3])), 200, settled=True),
                     Training(lambda found: Sparse(images[:, :550]), 200),
                     Training(lambda found: Sum([Five(kind(images[:, :1000]), told) for kind in kinds(found)]), 150,
                              settled=True)],
    }


def off(answer, O):
    """The mean square of what a pixel is off by."""
    return np.mean((answer - O)**2)


def l1_shown(costs, found, images, classes, holes):
    O, columns = images[:, 1437:], []
    for cost, theta in zip(costs, found):
        W1, W2, b1, b2 = cost.unpack(theta)
        said = f(W1 @ O + b1)
        columns.append([np.sum(said.max(axis=1) < 0.1), off(f(W2 @ said + b2), O)])
    return {"Z": (np.transpose(columns), np.array([[np.inf], [PART * mean_digit(O)[1]]]))}


def regularised_shown(costs, found, images, classes, holes):
    O = images[:, 1437:]
    torn, near = holes("M", 0.75) * O, PART * mean_digit(O)[1]
    answer = lambda index, seen: costs[index].answer(found[index], seen)
    return {"g(O)": (off(answer(0, O), O), near), "p(O)": (off(answer(1, O), O), near),
            "Z": (np.array([[off(answer(index, seen), O) for index in (2, 3)] for seen in (O, torn)]), near)}


def denoising_shown(costs, found, images, classes, holes):
    O = images[:, 1437:]
    seen = [O, holes("\\hat{S}", 0.75) * O, holes("\\bar{S}", 0.5) * O]
    table = np.array([[off(cost.answer(theta, each), O) for each in seen] for cost, theta in zip(costs, found)])
    # What the network makes of holes that was never shown any, the lesson prints to two places.
    near = np.full((3, 3), PART * mean_digit(O)[1])
    near[0, 1:] = 0.005
    return {"K": (table, near)}


def seen_shown(costs, found, images, classes, holes):
    # The lesson says it to a tenth of a pixel.
    wide = np.array([[spread(cost.unpack(theta)[0]) for cost, theta in zip(costs, found)]])
    return {"K": (wide, 0.05)}


def features_shown(costs, found, images, classes, holes):
    Z, right = images[:, 1100:], classes[1100:]
    told = kinds(found)
    accuracy = {}
    for name, index, kind in (("q", 1, told[0]), ("w", 2, told[1]), ("v", 4, told[-1])):
        S, c = costs[index].unpack(found[index])
        guesses = np.argmax(S @ kind(Z) + c, axis=0)
        accuracy[name] = (guesses[None] + 1.0, np.inf)
        # The lesson says the second as a range of two of a hundred, and the third as "about": on another
        # processor SciPy's starts came to one of a hundred more than the lesson's.
        accuracy[f"{name} = u"] = (np.mean(guesses == right), PART if name == "q" else 0.02)
    parts = [right_of_five(part.reshape(50, -1), kind(Z), right) for part, kind in zip(costs[6].split(found[6]), told)]
    return {**accuracy, "\\Lambda": (np.hstack(parts), np.inf), "\\Delta": (np.hstack(parts) - parts[0], np.inf)}


SHOWN = {"l1": l1_shown, "regularised": regularised_shown, "denoising": denoising_shown,
         "what-a-neuron-sees": seen_shown, "features": features_shown}


def fitted(cost, start, iterations):
    return minimize(cost, start, jac=True, method="L-BFGS-B",
                    options=dict(maxcor=10, maxiter=iterations, maxfun=4 * iterations, ftol=0, gtol=1e-9))


def searched(chain, seed):
    """The costs of a lesson's trainings, and what SciPy finds for each from a start of this seed, one after the other."""
    uniform, costs, found, least = np.random.RandomState(seed).uniform, [], [], []
    for training in chain:
        cost = training.cost(found)
        start = cost.start(uniform) if training.onward is None else found[training.onward]
        there = fitted(cost, start, training.iterations)
        costs.append(cost)
        found.append(there.x)
        least.append(there.fun)
    return costs, found, least


def kept(program, root, file, cache):
    """What the program has found, one training after the other: the cost, the length of the slopes, and the numbers."""
    run = subprocess.run([program, "train", os.path.join("lessons", file)], capture_output=True, text=True, cwd=root,
                         env={**os.environ, "XDG_CACHE_HOME": cache})
    if run.returncode:
        sys.exit(run.stdout + run.stderr)
    folder = os.path.join(cache, "longhand/trained")
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.stat().st_mtime_ns):
        lines = open(entry.path).read().split("\n")[4:]
        numbers = [struct.unpack(">d", bytes.fromhex(line))[0] for line in lines if len(line) == 16]
        yield numbers[0], numbers[1], np.array(numbers[2:])


def shown_by(program, root, file, cache):
    """The last value of every name, and of every expression, that the trained lesson shows."""
    out = subprocess.run([program, "show", "--as", "json", os.path.join("lessons", file)], capture_output=True, text=True,
                         cwd=root, env={**os.environ, "XDG_CACHE_HOME": cache}).stdout
    equations = [each for step in json.loads(out)["steps"] for each in step["equations"] if "value" in each]
    return {key: each["value"] for each in equations for key in (each.get("name"), each["latex"])}


def compare(program, root, drawn, bernoulli, picture):
    images, classes = digits(root, picture)
    chains = trainings(images, classes, lambda name, part: bernoulli(drawn, name, part, 64, 1437),
                       told_labels(drawn, np.eye(10)[:, classes[:1000]])[-1])
    for file in sorted(os.listdir(os.path.join(root, "lessons"))):
        if file[3:-3] in chains:
            with tempfile.TemporaryDirectory() as cache:
                compare_lesson(program, root, file, cache, chains[file[3:-3]],
                               (images, classes, lambda name, part: bernoulli(drawn, name, part, 64, 360)))


def compare_lesson(program, root, file, cache, chain, given):
    def must(holds, said):
        if not holds:
            sys.exit(f"{file}: {said}")

    own = list(kept(program, root, file, cache))
    theirs = [searched(chain, seed) for seed in range(STARTS)]
    found = [numbers for _, _, numbers in own]
    costs = []
    for index, (training, (J, steep, numbers)) in enumerate(zip(chain, own)):
        # The cache has more behind the numbers that were searched: how the cost went.
        cost = training.cost(found)
        count = len(cost.start(lambda low, high, count: np.zeros(count)))
        found[index] = numbers[:count]
        costs.append(cost)
        here, slopes = cost(found[index])
        apart = max(abs(here - J) / max(1, here), abs(np.linalg.norm(slopes) - steep))
        must(apart < CLOSE, f"training {index + 1} has J = {J}, and NumPy {here}: {apart:.0e} apart")
        if training.settled:
            least = [fitted(cost, cost.start(np.random.RandomState(seed).uniform), training.iterations).fun
                     for seed in range(STARTS)]
        else:
            least = [each[2][index] for each in theirs]
        print(f"{file}, training {index + 1}: J = {J:.4f}, NumPy {apart:.0e} from it, "
              f"SciPy {min(least):.4f} to {max(least):.4f}")
        said = f"training {index + 1} finds {J}, and SciPy {least}"
        if training.gone:
            must(max(J, *least) < NOTHING, said)
        else:
            must(all(abs(each / np.mean(least) - 1) < PART for each in (J, *least)), said)
    shown, values = SHOWN[file[3:-3]], shown_by(program, root, file, cache)
    others = [shown(costs, found, *given) for costs, found, _ in theirs]
    for name, (value, near) in shown(costs, found, *given).items():
        there = [each for key, each in values.items() if key == name] or [
            each for key, each in values.items() if key and name in key][-1:]
        must(there, f"shows no {name}")
        apart = np.max(abs(np.array(there[0], float) - value))
        must(apart < CLOSE, f"{name} is\n{np.array(there[0])}\nand NumPy has\n{value}")
        mean = np.mean([each[name][0] for each in others], axis=0)
        for each in (value, *[each[name][0] for each in others]):
            must(np.all(abs(each - mean) < near), f"{name} is\n{value}\nand SciPy comes to\n{mean}, once to\n{each}")
    print(f"{file}: what is shown of it is NumPy's, and from {STARTS} other starts as near as the lesson says it")
