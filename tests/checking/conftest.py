from tests.lessons.examples import folder  # noqa: F401
