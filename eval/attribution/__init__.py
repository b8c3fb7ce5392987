"""How well a judge tells a statement that its source supports from one that it does not: a bench made of real paragraphs, labelled data, figures."""
