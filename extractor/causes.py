"""The cause model in use: load and check it, score, calibrate, abstain, explain.

Inference reads ``causes.json``: nothing is unpickled and no scikit-learn is imported.
"""

import hashlib
import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from extractor.errors import ModelError
from extractor.features import features_of
from extractor.lexicon import Lexicon
from extractor.resources import MODEL
from extractor.results import CAUSES, Abstention, Cause, CauseName, Evidence, Mention

PROTOCOL = 1


class CauseModel:
    """Weights, calibration and thresholds of the four causes.

    Parameters
    ----------
    parameters
        The content of ``causes.json``.
    """

    def __init__(self, parameters: dict[str, Any]) -> None:
        try:
            if parameters["protocol"] != PROTOCOL:
                raise ModelError(
                    f"causes.json has protocol {parameters['protocol']}, this version reads {PROTOCOL}. "
                    "Run python -m train, or install the version that wrote it."
                )
            self.causes = {name: parameters["causes"][name] for name in CAUSES}
        except KeyError as error:
            raise ModelError(f"causes.json lacks {error}. Restore it, or run python -m train.") from error

    def judge(self, mentions: Sequence[Mention], lexicon: Lexicon) -> tuple[tuple[Cause, ...], Abstention | None]:
        """Return the causes, most probable first, and why the model abstained, if it did.

        Contributions are log-odds; those of one cause and its bias add up to the logit of its probability.
        """
        carriers, limb = features_of(mentions, lexicon)
        if not limb or not carriers:
            causes = [Cause(name, self.causes[name]["abstained"], False, ()) for name in CAUSES]
            return tuple(sorted(causes, key=lambda c: -c.probability)), "no_evidence" if limb else "no_limb_symptom"
        return tuple(sorted((self._cause(name, carriers) for name in CAUSES), key=lambda c: -c.probability)), None

    def _cause(self, name: CauseName, carriers: Any) -> Cause:
        parameters = self.causes[name]
        weights = parameters["weights"]
        score = parameters["bias"]
        shares: dict[int, float] = {}
        for feature, indices in carriers.items():
            weight = weights.get(feature, 0.0)
            score += weight
            for index in indices:
                shares[index] = shares.get(index, 0.0) + weight / len(indices)
        probability = 1 / (1 + math.exp(-score))
        evidence = sorted(
            (Evidence(index, round(share, 6)) for index, share in shares.items() if share), key=lambda e: -e.contribution
        )
        return Cause(name, round(probability, 6), probability >= parameters["threshold"], tuple(evidence))


def load_model(folder: Path = MODEL) -> CauseModel:
    """Read ``causes.json`` in `folder` after checking it against ``manifest.json``.

    Raises
    ------
    ModelError
        If a file is missing, broken or not the one that the manifest names.
    """
    try:
        content = (folder / "causes.json").read_bytes()
        manifest = json.loads((folder / "manifest.json").read_bytes())
        parameters = json.loads(content)
    except FileNotFoundError as error:
        raise ModelError(f"{error.filename} is missing. Reinstall gejala, or run python -m train.") from error
    except ValueError as error:
        raise ModelError(f"{folder}: not JSON ({error}). Restore the file, or run python -m train.") from error
    hashes = manifest.get("sha256") if isinstance(manifest, dict) else None
    if not isinstance(hashes, dict) or hashes.get("causes.json") != hashlib.sha256(content).hexdigest():
        raise ModelError(f"{folder / 'causes.json'} is not the file that manifest.json names. Restore both from one release.")
    return CauseModel(parameters)
