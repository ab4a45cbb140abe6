package dev.quarry.evaluation.chunking;

import dev.quarry.chunk.ChunkingStrategy;
import dev.quarry.command.WrongUsage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the evaluation is asked to do.
 *
 * @param texts names of the texts to take; all where it is empty
 * @param n chunks retrieved for each question
 * @param budget tokens retrieved for each question
 */
record Options(
        Path folder, Set<String> texts, List<Setting> settings, int n, int budget, List<Requirement> requirements) {
    static final String USAGE = """
            Measures the ways to cut a text by what a search finds of the stretches that answer a question.

              ChunkingEvaluation DIR [--texts NAME,...] [--settings STRATEGY/SIZE/OVERLAP,...] [--n N] [--budget TOKENS]
                                     [--require SETTING.METRIC>=LEAST]...

              DIR         a folder with questions_df.csv and the texts that it names, as NAME.md
              --texts     only these texts and their questions
              --settings  only these; every strategy at 126/0, 126/31, 64/0 and 64/16 where it is not given
              --n         chunks retrieved for each question (5)
              --budget    tokens retrieved for each question (400)
              --require   ends with 1 unless met: default.recall>=0.7; default is what the service takes""";

    private static final int DEFAULT_N = 5;
    private static final int DEFAULT_BUDGET = 400;
    private static final List<String> SIZES = List.of("126/0", "126/31", "64/0", "64/16");

    /** @throws WrongUsage when the arguments cannot be understood */
    static Options parse(List<String> arguments) {
        Path folder = null;
        Set<String> texts = Set.of();
        List<Setting> settings = everything();
        int n = DEFAULT_N;
        int budget = DEFAULT_BUDGET;
        List<Requirement> requirements = new ArrayList<>();
        Iterator<String> left = arguments.iterator();
        while (left.hasNext()) {
            String argument = left.next();
            switch (argument) {
                case "--texts" -> texts = new LinkedHashSet<>(list(value(argument, left)));
                case "--settings" ->
                    settings = list(value(argument, left)).stream()
                            .map(Setting::parse)
                            .toList();
                case "--n" -> n = positive(argument, value(argument, left));
                case "--budget" -> budget = positive(argument, value(argument, left));
                case "--require" -> requirements.add(Requirement.parse(value(argument, left)));
                default -> folder = folder(folder, argument);
            }
        }
        if (folder == null) {
            throw new WrongUsage("which folder?\n\n" + USAGE);
        }
        List<Setting> measured = settings;
        requirements.forEach(requirement -> requirement.requireKnown(measured));
        return new Options(folder, texts, measured, n, budget, List.copyOf(requirements));
    }

    private static List<Setting> everything() {
        return SIZES.stream()
                .flatMap(size -> Arrays.stream(ChunkingStrategy.values())
                        .map(strategy -> Setting.parse(strategy.label() + "/" + size)))
                .toList();
    }

    private static List<String> list(String value) {
        return Stream.of(value.split(",", -1)).map(String::strip).toList();
    }

    private static Path folder(@Nullable Path before, String argument) {
        if (argument.startsWith("-") || before != null) {
            throw new WrongUsage("not understood: " + argument + "\n\n" + USAGE);
        }
        return Path.of(argument);
    }

    private static String value(String argument, Iterator<String> left) {
        if (!left.hasNext()) {
            throw new WrongUsage(argument + " needs a value\n\n" + USAGE);
        }
        return left.next();
    }

    private static int positive(String argument, String value) {
        if (!value.matches("[1-9][0-9]{0,5}")) {
            throw new WrongUsage(argument + " must be a whole number above 0, not " + value);
        }
        return Integer.parseInt(value);
    }
}
