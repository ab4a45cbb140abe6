package dev.quarry.evaluation.chunking;

import dev.quarry.chunk.ChunkingStrategy;
import dev.quarry.command.Arguments;
import dev.quarry.command.WrongUsage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

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
    static Options parse(List<String> given) {
        Arguments arguments = new Arguments(given, USAGE);
        Path folder = null;
        Set<String> texts = Set.of();
        List<Setting> settings = everything();
        int n = DEFAULT_N;
        int budget = DEFAULT_BUDGET;
        List<Requirement> requirements = new ArrayList<>();
        while (arguments.areLeft()) {
            String argument = arguments.next();
            switch (argument) {
                case "--texts" -> texts = new LinkedHashSet<>(list(arguments.valueOf(argument)));
                case "--settings" ->
                    settings = list(arguments.valueOf(argument)).stream()
                            .map(Setting::parse)
                            .toList();
                case "--n" -> n = arguments.positive(argument);
                case "--budget" -> budget = arguments.positive(argument);
                case "--require" -> requirements.add(Requirement.parse(arguments.valueOf(argument)));
                default -> folder = arguments.folder(folder, argument);
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
}
