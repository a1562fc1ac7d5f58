"""All planted faults."""

from tests.mutants import table_analysis, table_runs, table_training
from tests.mutants.mutant import Mutant

MUTANTS: tuple[Mutant, ...] = (
    *table_training.MUTANTS,
    *table_runs.MUTANTS,
    *table_analysis.MUTANTS,
)
