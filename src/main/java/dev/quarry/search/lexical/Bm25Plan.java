package dev.quarry.search.lexical;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which terms' postings are read, and which are only looked up for the chunks that the others gave (MaxScore).
 *
 * <pre>
 *   sample: the rarest terms ──► the best by these, completed ──► a score that as many reach as are wanted
 *                                                                    │
 *   above:  more terms, until the others together come to at most half of that score
 *           └─► chunks that can reach it ──► completed ──► exact
 * </pre>
 *
 * <p>A chunk that holds none of the read terms is never seen; its score is below the sum of the other terms' weights. Once as
 * many chunks as are wanted score higher than that, the ranking is proven to be exact. Where the query has a phrase, only its
 * rarest term is read: a chunk without it is no hit at all.
 *
 * @param steps what to do with each term; one that is read in part is looked up too
 * @param survivors the chunks whose scores are completed
 * @param unseen what a hit that was never seen scores less than; 0 where there can be none
 * @see <a href="https://doi.org/10.1016/0306-4573(95)00020-H">Turtle and Flood, Query evaluation: strategies and optimizations
 *     (1995)</a>
 */
record Bm25Plan(List<Step> steps, Survivors survivors, double unseen) {
    /** Looking one posting up takes as long as reading this many, in the order of the index: docs/search.md. */
    static final int READS_OF_A_LOOKUP = 5;

    /** Postings of a sample, for each hit that is wanted. */
    private static final int SAMPLE = 20;

    /** Chunks of a sample that are completed, for each hit that is wanted; about as many survive after it. */
    private static final int COMPLETED = 2;

    /**
     * How much the terms that are not read may come to, as a share of the score that is to be reached: the less, the more is read, and
     * the fewer chunks survive.
     */
    private static final double UNREAD_SHARE = 0.5;

    /** Chunks of a term that is too common to be read, for each hit that is wanted: the newest. */
    private static final int FILL = 10;

    /** Sums of the same weights in another order differ in their last digits. */
    private static final double ROUNDING = 1e-9;

    /** The chunks of those that were read whose scores are completed by looking the other terms up. */
    sealed interface Survivors {
        /** None: there is nothing to look up. */
        record Nobody() implements Survivors {}

        /** The best by what was read. */
        record Best(int count) implements Survivors {}

        /** Those that score so much by what was read. */
        record From(double score) implements Survivors {}

        /**
         * Those that can still reach what the best have by what was read.
         *
         * @param rest what looking up can add at most; infinite where nothing may be dropped for its score
         */
        record WithinReach(double rest) implements Survivors {}
    }

    Bm25Plan {
        steps = List.copyOf(steps);
    }

    /**
     * What to do with a term.
     *
     * @param weight 0 where its postings only name chunks to look at
     * @param most how many of its postings are read, the newest chunks' first
     * @param read whether it is read; else it is looked up
     */
    record Step(Bm25Term term, double weight, long most, boolean read) {
        static Step read(Bm25Term term) {
            return new Step(term, term.weight(), Long.MAX_VALUE, true);
        }

        static Step readInPart(Bm25Term term, long most) {
            return new Step(term, 0, most, true);
        }

        static Step lookUp(Bm25Term term) {
            return new Step(term, term.weight(), 0, false);
        }
    }

    /**
     * Reads as much as the budget allows, the weightiest terms first, and of a phrase's language its rarest term alone.
     *
     * @param limit hits that are wanted
     * @param budget postings that may be read
     */
    static Bm25Plan thorough(List<Bm25Term> terms, int limit, long budget) {
        List<Bm25Term> ordered = ordered(ofPossibleLanguages(terms));
        List<Bm25Term> drivers = drivers(ordered);
        int read = 0;
        long postings = 0;
        while (read < drivers.size() && postings + drivers.get(read).chunks() <= budget) {
            postings += drivers.get(read).chunks();
            read++;
        }
        List<Step> steps = new ArrayList<>();
        drivers.subList(0, read).forEach(term -> steps.add(Step.read(term)));
        if (read < drivers.size()) {
            long most = read == 0 ? budget : Math.min(budget - postings, (long) FILL * limit);
            steps.add(Step.readInPart(drivers.get(read), most));
        }
        return of(ordered, drivers, drivers.subList(read, drivers.size()), steps);
    }

    /**
     * Finds a score that as many chunks reach as are wanted, by the rarest terms. Proves nothing.
     *
     * @return empty where reading everything is not much more work
     */
    static Optional<Bm25Plan> sample(List<Bm25Term> terms, int limit, long budget) {
        List<Bm25Term> ordered = ordered(ofPossibleLanguages(terms));
        if (ordered.stream().anyMatch(Bm25Term::required)) {
            return Optional.empty();
        }
        int read = 0;
        long postings = 0;
        while (read < ordered.size() && postings < (long) SAMPLE * limit) {
            postings += ordered.get(read).chunks();
            read++;
        }
        List<Bm25Term> others = ordered.subList(read, ordered.size());
        long all = postings + others.stream().mapToLong(Bm25Term::chunks).sum();
        if (postings > budget || 3 * cost(postings, limit, others.size()) > all) {
            return Optional.empty();
        }
        return Optional.of(new Bm25Plan(
                steps(ordered.subList(0, read), others),
                new Survivors.Best(COMPLETED * limit),
                Double.POSITIVE_INFINITY));
    }

    /**
     * Finds every chunk that scores at least so much, without reading the commonest terms; else as {@link #thorough}.
     *
     * @param score what as many chunks reach as are wanted
     */
    static Bm25Plan above(double score, List<Bm25Term> terms, int limit, long budget) {
        List<Bm25Term> ordered = ordered(ofPossibleLanguages(terms));
        long all = ordered.stream().mapToLong(Bm25Term::chunks).sum();
        long postings = 0;
        for (int read = 1; read < ordered.size(); read++) {
            postings += ordered.get(read - 1).chunks();
            List<Bm25Term> others = ordered.subList(read, ordered.size());
            double rest = Bm25Terms.highestSum(others) * (1 + ROUNDING);
            if (postings > budget || cost(postings, limit, others.size()) > all) {
                break;
            }
            if (rest <= UNREAD_SHARE * score) {
                return new Bm25Plan(
                        steps(ordered.subList(0, read), others),
                        new Survivors.From((score - rest) * (1 - ROUNDING)),
                        rest);
            }
        }
        return thorough(terms, limit, budget);
    }

    /** In postings that are read. */
    private static long cost(long postings, int limit, int lookedUp) {
        return postings + (long) COMPLETED * limit * lookedUp * READS_OF_A_LOOKUP;
    }

    private static List<Step> steps(List<Bm25Term> read, List<Bm25Term> lookedUp) {
        return Stream.concat(read.stream().map(Step::read), lookedUp.stream().map(Step::lookUp))
                .toList();
    }

    /**
     * @param drivers the terms that together give every hit
     * @param unread those of them that are not read as a whole
     */
    private static Bm25Plan of(
            List<Bm25Term> ordered, List<Bm25Term> drivers, List<Bm25Term> unread, List<Step> steps) {
        List<Bm25Term> lookedUp = new ArrayList<>(ordered);
        steps.stream()
                .filter(step -> step.most() == Long.MAX_VALUE)
                .map(Step::term)
                .forEach(lookedUp::remove);
        lookedUp.forEach(term -> steps.add(Step.lookUp(term)));
        boolean everyHitHoldsADriver = drivers.size() < ordered.size();
        // A chunk that lacks an unread driver of its language lacks the phrase; one that holds it may say all the
        // query.
        List<Bm25Term> ofUnread = everyHitHoldsADriver
                ? ordered.stream()
                        .filter(term -> unread.stream()
                                .anyMatch(driver -> driver.language().equals(term.language())))
                        .toList()
                : unread;
        double unseen = Bm25Terms.highestSum(ofUnread) * (1 + ROUNDING);
        Survivors survivors = lookedUp.isEmpty()
                ? new Survivors.Nobody()
                : new Survivors.WithinReach(everyHitHoldsADriver ? Double.POSITIVE_INFINITY : unseen);
        return new Bm25Plan(steps, survivors, unseen);
    }

    /** Of a language with required terms the rarest of these, of another language all. */
    private static List<Bm25Term> drivers(List<Bm25Term> ordered) {
        Map<String, List<Bm25Term>> byLanguage = ordered.stream()
                .collect(Collectors.groupingBy(Bm25Term::language, LinkedHashMap::new, Collectors.toList()));
        return ordered(byLanguage.values().stream()
                .flatMap(ofLanguage -> ofLanguage.stream()
                        .filter(Bm25Term::required)
                        .min(Comparator.comparingLong(Bm25Term::chunks))
                        .map(List::of)
                        .orElse(ofLanguage)
                        .stream())
                .toList());
    }

    /** Without the languages in which a required term is nowhere, and without other terms that are nowhere. */
    private static List<Bm25Term> ofPossibleLanguages(List<Bm25Term> terms) {
        List<String> impossible = terms.stream()
                .filter(term -> term.required() && term.chunks() <= 0)
                .map(Bm25Term::language)
                .toList();
        return terms.stream()
                .filter(term -> term.chunks() > 0 && !impossible.contains(term.language()))
                .toList();
    }

    private static List<Bm25Term> ordered(List<Bm25Term> terms) {
        return terms.stream()
                .sorted(Comparator.comparingDouble(Bm25Term::weight).reversed())
                .toList();
    }

    boolean isOfOneLanguage() {
        return steps.stream()
                        .map(step -> step.term().language())
                        .distinct()
                        .limit(2)
                        .count()
                <= 1;
    }

    /** Whether chunks are left out that do not score enough, even where there are too few others. */
    boolean demandsAScore() {
        return survivors instanceof Survivors.From;
    }

    /** Whether nothing can be missing or in the wrong place in what came of it. */
    boolean proves(List<ScoredChunk> best, int limit) {
        return unseen == 0 || (best.size() == limit && best.getLast().score() > unseen);
    }

    /** Postings that are read. */
    long postings() {
        return steps.stream()
                .filter(Step::read)
                .mapToLong(step -> Math.min(step.most(), step.term().chunks()))
                .sum();
    }

    /** For an explanation. */
    Map<String, Object> explained() {
        Map<String, Object> explained = new LinkedHashMap<>();
        explained.put("read", lexemes(true));
        explained.put("looked_up", lexemes(false));
        explained.put("postings", postings());
        if (survivors instanceof Survivors.From from) {
            explained.put("completed_from", from.score());
        }
        return explained;
    }

    private List<String> lexemes(boolean read) {
        return steps.stream()
                .filter(step -> step.read() == read)
                .map(step -> step.term().language() + ":" + step.term().lexeme())
                .toList();
    }
}
