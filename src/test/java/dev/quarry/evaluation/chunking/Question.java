package dev.quarry.evaluation.chunking;

import java.util.List;

/** A question, and the stretches of one text that answer it. */
record Question(String text, List<Stretch> answers) {}
