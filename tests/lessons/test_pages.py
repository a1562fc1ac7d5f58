from tests.lessons.examples import write_lesson
from vgdesk.lessons.catalog import find_lesson
from vgdesk.lessons.pages import describe_source, pages_of


def test_the_notes_follow_the_steps_and_end_with_the_source(folder):
    write_lesson(folder, "a", more='remarks = ["But.", "And yet."]')
    lesson = find_lesson("a")
    assert [tuple(page) for page in pages_of(lesson)] == [
        ("1 of 3", "One."),
        ("2 of 3", "Two."),
        ("3 of 3", "Three."),
        ("note 1 of 3", "But."),
        ("note 2 of 3", "And yet."),
        ("note 3 of 3", describe_source(lesson)),
    ]


def test_the_source_says_whether_other_images_stand_in(folder):
    write_lesson(folder, "a")
    lesson = find_lesson("a")
    assert describe_source(lesson) == "After “Tests” by Nobody. On the command line: a."
    shipped = describe_source(lesson.model_copy(update={"on_shipped": True}))
    assert shipped.endswith(" The images are the shipped part of Fashion-MNIST, in place of the full set.")
