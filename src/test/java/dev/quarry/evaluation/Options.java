package dev.quarry.evaluation;

import dev.quarry.command.Arguments;
import dev.quarry.command.WrongUsage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the evaluation is asked to do.
 *
 * @param k chunks asked of the service for each query
 * @param fresh whether to begin with an empty database, where the service is the evaluation's own
 */
record Options(Path folder, int k, boolean fresh, List<Weights> weights, List<Requirement> requirements) {
    static final String USAGE = """
            Measures how well the service finds, on a collection in BEIR's layout.

              BeirEvaluation DIR [--k N] [--weights vector=0.4,bm25=1,fuzzy=0]... [--require SCORE>=LEAST]... [--fresh]

              DIR        a folder with corpus.jsonl, queries.jsonl, and qrels/test.tsv or qrels.tsv
              --k        chunks asked for each query (300)
              --weights  measures the fusion with these weights too
              --require  ends with 1 unless met: bm25.ndcg@10>=0.51, or fused.ndcg@10>=best-leg.ndcg@10
              --fresh    begins with an empty database: after a change in how documents are cut or embedded

            The service is the one at QUARRY_URL; without that, a private one is started from the packaged jar, with its
            data under target/evaluation.""";

    private static final int DEFAULT_K = 300;

    /** @throws WrongUsage when the arguments cannot be understood */
    static Options parse(List<String> given) {
        Arguments arguments = new Arguments(given, USAGE);
        Path folder = null;
        int k = DEFAULT_K;
        boolean fresh = false;
        List<Weights> weights = new ArrayList<>();
        List<Requirement> requirements = new ArrayList<>();
        while (arguments.areLeft()) {
            String argument = arguments.next();
            switch (argument) {
                case "--k" -> k = arguments.positive(argument);
                case "--fresh" -> fresh = true;
                case "--weights" -> weights.add(Weights.parse(arguments.valueOf(argument)));
                case "--require" -> requirements.add(Requirement.parse(arguments.valueOf(argument)));
                default -> folder = arguments.folder(folder, argument);
            }
        }
        if (folder == null) {
            throw new WrongUsage("which folder?\n\n" + USAGE);
        }
        return new Options(folder, k, fresh, List.copyOf(weights), List.copyOf(requirements));
    }
}
