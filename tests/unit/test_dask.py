"""Dask: the same bytes from a cluster whose worker is killed on the way, and functions over partitions."""

import json
import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from extractor import Extractor
from extractor.batch import chunks
from extractor.dask import extract_partition, frame_meta
from tests.command import gejala, rows, said

distributed = pytest.importorskip("distributed")


@pytest.fixture(scope="module")
def cluster() -> Iterator[object]:
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        yield cluster


def test_a_worker_that_is_killed_on_the_way(cluster: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chunks, "MOST_RECORDS", 100)
    source = tmp_path / "in.jsonl"
    lines = [json.dumps({"id": str(n), "text": f"kaki kram {n} hari"}) if n % 100 else "{" for n in range(12_000)]
    source.write_text("\n".join(lines), encoding="utf-8")
    assert gejala("batch", source, "-o", tmp_path / "local.jsonl").exit_code == 1
    killed: list[int] = []
    output = tmp_path / "dask.jsonl"
    part = tmp_path / "dask.jsonl.part"

    def kill() -> None:
        while not part.exists() or part.stat().st_size == 0:
            time.sleep(0.02)
        pid = next(iter(cluster.workers.values())).pid  # type: ignore[attr-defined]
        os.kill(pid, signal.SIGKILL)
        killed.append(pid)

    killer = threading.Thread(target=kill)
    killer.start()
    outcome = gejala("batch", source, "-o", output, "--backend", "dask", "--scheduler", cluster.scheduler_address)  # type: ignore[attr-defined]
    killer.join()
    assert outcome.exit_code == 1
    assert killed
    assert output.read_bytes() == (tmp_path / "local.jsonl").read_bytes()
    assert len(rows(tmp_path / "dask.errors.jsonl")) == 120


def test_a_scheduler_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractor.batch.engine.SMALL", -1)
    import dask

    (tmp_path / "in.txt").write_text("kram", encoding="utf-8")
    with dask.config.set({"distributed.comm.timeouts.connect": "300ms"}):
        outcome = gejala(
            "batch", tmp_path / "in.txt", "-o", tmp_path / "out.jsonl", "--backend", "dask", "--scheduler", "tcp://127.0.0.1:9"
        )
    assert outcome.exit_code == 3
    reason = "no Dask scheduler answers at tcp://127.0.0.1:9. Check the address."
    assert said(outcome, "cannot_go_on", reason=reason)
    assert [path.name for path in tmp_path.iterdir()] == ["in.txt"]


def test_partitions_of_a_bag(extractor: Extractor) -> None:
    import dask.bag

    texts = ["Kaki kram", "halo", "tidak nyeri"]
    found = dask.bag.from_sequence(texts, npartitions=2).map_partitions(extract_partition).compute(scheduler="synchronous")
    assert found == [extractor.extract(text).to_dict() for text in texts]


def test_partitions_of_a_frame() -> None:
    import dask.dataframe

    frame = pd.DataFrame({"text": ["Kaki kram", "halo", None]}, index=[5, 6, 7])
    parts = dask.dataframe.from_pandas(frame, npartitions=2)["text"].map_partitions(extract_partition, meta=frame_meta())
    found = parts.compute(scheduler="synchronous")
    assert list(found.index) == [5, 6, 7]
    assert [None if cell is pd.NA or cell is None else len(cell) for cell in found["mentions"]] == [2, 0, None]
    assert list(found.dtypes) == list(frame_meta().dtypes)
