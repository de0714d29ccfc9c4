"""The cause model in use: load and check it, score, calibrate, abstain, explain.

Inference reads ``causes.json``: nothing is unpickled and no scikit-learn is imported. Only an
estimator of a user's own, given by its path, is unpickled.
"""

import hashlib
import json
import math
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, NamedTuple

from extractor.errors import ModelError
from extractor.features import features_of, names
from extractor.lexicon import Lexicon
from extractor.resources import MODEL
from extractor.results import CAUSES, Abstention, Cause, CauseName, Evidence, Mention

PROTOCOL: Final = 1
_EVEN: Final = 0.5
_MOST_CERTAIN: Final = 1e-9

Carriers = Mapping[str, tuple[int, ...]]


class Weighed(NamedTuple):
    """How one cause comes about: log-odds of its intercept and of each feature, with the mentions that carry it.

    The log-odds are calibrated; `calibration` says by which slope and intercept, where the model tells.
    """

    intercept: float
    features: tuple[tuple[str, float, tuple[int, ...]], ...]
    threshold: float
    calibration: Mapping[str, float] | None = None

    @property
    def score(self) -> float:
        """The sum of all, in log-odds."""
        return self.intercept + sum(weight for _, weight, _ in self.features)

    @property
    def probability(self) -> float:
        """The calibrated probability that the score stands for."""
        return 1 / (1 + math.exp(-self.score))


class Model(ABC):
    """Judges causes; what weighs the features is up to the kinds of models."""

    @abstractmethod
    def weigh(self, carriers: Carriers) -> dict[CauseName, Weighed]:
        """Return what each feature adds to each cause."""

    @abstractmethod
    def silent(self, cause: CauseName) -> float:
        """Return the probability of a cause where nothing speaks for any."""

    def judge(self, mentions: Sequence[Mention], lexicon: Lexicon) -> tuple[tuple[Cause, ...], Abstention | None]:
        """Return the causes, most probable first, and why the model abstained, if it did.

        Contributions are log-odds; those of one cause and its intercept add up to the logit of its probability.
        """
        carriers, limb = features_of(mentions, lexicon)
        if limb and carriers:
            causes = [_cause(name, weighed) for name, weighed in self.weigh(carriers).items()]
        else:
            causes = [Cause(name, self.silent(name), False, ()) for name in CAUSES]
        causes.sort(key=lambda cause: -cause.probability)
        return tuple(causes), None if limb and carriers else "no_evidence" if limb else "no_limb_symptom"


def _cause(name: CauseName, weighed: Weighed) -> Cause:
    shares: dict[int, float] = {}
    for _, weight, indices in weighed.features:
        for index in indices:
            shares[index] = shares.get(index, 0.0) + weight / len(indices)
    evidence = sorted((Evidence(index, round(share, 6)) for index, share in shares.items() if share), key=lambda e: -e.contribution)
    probability = weighed.probability
    return Cause(name, round(probability, 6), probability >= weighed.threshold, tuple(evidence))


class CauseModel(Model):
    """Weights, calibration and thresholds of the four causes.

    Parameters
    ----------
    parameters
        The content of ``causes.json``.
    """

    def __init__(self, parameters: Any) -> None:
        try:
            if parameters["protocol"] != PROTOCOL:
                raise ModelError(
                    f"causes.json has protocol {parameters['protocol']}, this version reads {PROTOCOL}. "
                    "Run python -m train, or install the version that wrote it."
                )
            self.causes = {name: parameters["causes"][name] for name in CAUSES}
            self.features = frozenset(parameters["features"])
        except KeyError as error:
            raise ModelError(f"causes.json lacks {error}. Restore it, or run python -m train.") from error
        except TypeError as error:
            raise ModelError(f"causes.json holds no model ({error}). Restore it, or run python -m train.") from error

    def weigh(self, carriers: Carriers) -> dict[CauseName, Weighed]:
        """Return what each feature adds to each cause."""
        weighed = {}
        for name, parameters in self.causes.items():
            weights = parameters["weights"]
            features = tuple((feature, weights[feature], indices) for feature, indices in carriers.items() if feature in weights)
            weighed[name] = Weighed(parameters["bias"], features, parameters["threshold"], parameters.get("calibration"))
        return weighed

    def silent(self, cause: CauseName) -> float:
        """Return how often a cause is annotated where nothing speaks for any."""
        return self.causes[cause]["abstained"]  # type: ignore[no-any-return]


class EstimatorModel(Model):
    """A user's own estimator; a cause is predicted from one half on.

    A feature's contribution is what the estimator's log-odds change by when the features are added one after the other, in
    the order of ``evidence.csv``; of a linear estimator that is the feature's weight.

    Parameters
    ----------
    estimator
        See `load_estimator`.
    features
        The names of its columns.
    """

    def __init__(self, estimator: Any, features: Sequence[str]) -> None:
        self._estimator = estimator
        self._columns = {name: column for column, name in enumerate(features)}

    def weigh(self, carriers: Carriers) -> dict[CauseName, Weighed]:
        """Return what each feature adds to each cause."""
        rows = [[0.0] * len(self._columns)]
        for feature in carriers:
            rows.append([*rows[-1]])
            rows[-1][self._columns[feature]] = 1.0
        weighed = {}
        for name, probabilities in self._probabilities(rows).items():
            logits = [_logit(probability) for probability in probabilities]
            steps = zip(carriers.items(), pairwise(logits), strict=True)
            features = tuple((feature, after - before, indices) for (feature, indices), (before, after) in steps if after != before)
            weighed[name] = Weighed(logits[0], features, _EVEN)
        return weighed

    def silent(self, cause: CauseName) -> float:
        """Return the probability of a cause in an empty complaint."""
        return round(self._probabilities([[0.0] * len(self._columns)])[cause][0], 6)

    def _probabilities(self, rows: list[list[float]]) -> dict[CauseName, list[float]]:
        import numpy as np

        x = np.array(rows)
        if isinstance(self._estimator, Mapping):
            return {name: self._estimator[name].predict_proba(x)[:, 1].tolist() for name in CAUSES}
        found = self._estimator.predict_proba(x)
        columns = [column[:, 1] for column in found] if isinstance(found, list) else list(np.asarray(found).T)
        return {name: column.tolist() for name, column in zip(CAUSES, columns, strict=True)}


def _logit(probability: float) -> float:
    inside = min(max(probability, _MOST_CERTAIN), 1 - _MOST_CERTAIN)
    return math.log(inside / (1 - inside))


def load_model(lexicon: Lexicon, path: Path = MODEL) -> Model:
    """Return the model in a folder that ``python -m train`` wrote, or the estimator in a file.

    Raises
    ------
    ModelError
        If a file is missing, broken, not the one that the manifest names, or fitted on other features
        than those of `lexicon`.
    """
    if path.is_file():
        return load_estimator(path, names(lexicon.evidence))
    try:
        content = (path / "causes.json").read_bytes()
        manifest = json.loads((path / "manifest.json").read_bytes())
        parameters = json.loads(content)
    except FileNotFoundError as error:
        raise ModelError(f"{error.filename} is missing. Reinstall gejala, or run python -m train.") from error
    except ValueError as error:
        raise ModelError(f"{path}: not JSON ({error}). Restore the file, or run python -m train.") from error
    hashes = manifest.get("sha256") if isinstance(manifest, dict) else None
    if not isinstance(hashes, dict) or hashes.get("causes.json") != hashlib.sha256(content).hexdigest():
        raise ModelError(f"{path / 'causes.json'} is not the file that manifest.json names. Restore both from one release.")
    model = CauseModel(parameters)
    other = sorted(model.features ^ set(names(lexicon.evidence)))
    if other:
        raise ModelError(
            f"{path / 'causes.json'} was fitted on other features than {lexicon.source / 'evidence.csv'} gives ({other[0]} "
            "is in one of them only). Run python -m train on these tables, or restore both from one release."
        )
    return model


def load_estimator(path: Path, features: Sequence[str]) -> EstimatorModel:
    """Unpickle a user's own estimator. Unpickling runs whatever code the file holds: open only files that you trust.

    Parameters
    ----------
    path
        A file that `joblib.dump` wrote, with the versions of the libraries that are installed here. It holds an
        estimator whose ``predict_proba`` takes a matrix (n, features) of zeros and ones and
        gives probabilities (n, 4), or a list of four (n, 2), in the order of `CAUSES`; or a
        mapping of each cause to an estimator of its own that gives (n, 2), as ``python -m train`` writes it.
    features
        The names of the columns, in the order of ``evidence.csv``.

    Raises
    ------
    ModelError
        If the file cannot be opened, or what it holds does not give such probabilities.
    """
    import joblib

    try:
        model = EstimatorModel(joblib.load(path), features)
    except Exception as error:  # a pickle may raise anything
        raise ModelError(f"{path} cannot be opened ({error}). Give a file that joblib.dump wrote with the same versions.") from error
    try:
        probabilities = [model.silent(name) for name in CAUSES]
    except Exception as error:  # and so may an estimator
        raise ModelError(
            f"{path} does not judge {len(features)} features ({error}). "
            f"Fit it on the columns that evidence.csv gives, for {', '.join(CAUSES)}."
        ) from error
    if not all(0 <= probability <= 1 for probability in probabilities):
        raise ModelError(f"{path} gives no probabilities. Give an estimator with predict_proba for {', '.join(CAUSES)}.")
    return model
