from vgdesk.experiment.remedy_table import REMEDIES


def test_every_remedy_has_a_key_and_names_of_its_own():
    for words in ("key", "title", "lane"):
        said = [getattr(remedy, words) for remedy in REMEDIES]
        assert all(said)
        assert len(set(said)) == len(said), words


def test_a_price_is_a_sentence_or_nothing():
    prices = [remedy.price for remedy in REMEDIES if remedy.price]
    assert all(price[0].isupper() and price.endswith(".") for price in prices)
