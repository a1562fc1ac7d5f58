"""All planted faults."""

from tests.mutants import (
    table_analysis,
    table_builder,
    table_cli,
    table_export,
    table_library,
    table_panes,
    table_pictures,
    table_runs,
    table_session,
    table_sweeps,
    table_training,
    table_ui,
    table_watching,
)
from tests.mutants.mutant import Mutant

_TABLES = (
    table_training,
    table_watching,
    table_runs,
    table_analysis,
    table_session,
    table_sweeps,
    table_cli,
    table_export,
    table_library,
    table_pictures,
    table_panes,
    table_ui,
    table_builder,
)
MUTANTS: tuple[Mutant, ...] = tuple(mutant for table in _TABLES for mutant in table.MUTANTS)
