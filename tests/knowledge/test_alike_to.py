from knowledge.likeness import alike_to


def test_the_same_words_and_nearly_the_same_words_are_alike_and_others_are_not() -> None:
    others = ("Qui répare la cafetière ?", "qui repare la cafetiere", "qui répare l'imprimante ?", "", "!!!")

    assert alike_to("qui répare la cafetière ?", others) == (True, True, False, False, False)


def test_what_differs_in_a_number_is_another_thing() -> None:
    assert alike_to("la clé du local 12", ("la clé du local 21",)) == (False,)
