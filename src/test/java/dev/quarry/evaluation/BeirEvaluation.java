package dev.quarry.evaluation;

import dev.quarry.client.DocumentLoader;
import dev.quarry.client.DocumentUpload;
import dev.quarry.client.EmbeddingWait;
import dev.quarry.client.LoadedDocuments;
import dev.quarry.client.QuarryClient;
import dev.quarry.client.SearchResult;
import dev.quarry.command.Command;
import dev.quarry.command.ExitCode;
import dev.quarry.command.Progress;
import dev.quarry.command.Terminal;
import dev.quarry.command.WrongUsage;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Measures how well the service finds, on a collection in BEIR's layout; {@link Options#USAGE} says how to call it. */
public final class BeirEvaluation {
    private static final Duration EMBEDDING_PATIENCE = Duration.ofMinutes(3);

    private final Options options;
    private final BeirCollection collection;
    private final Workspace workspace;
    private final Terminal terminal;

    private BeirEvaluation(Options options, Terminal terminal) {
        this.options = options;
        this.collection = new BeirFolder(options.folder()).read();
        this.workspace = new Workspace(collection.name());
        this.terminal = terminal;
    }

    public static void main(String[] arguments) {
        Command.main(BeirEvaluation::run, arguments);
    }

    private static ExitCode run(List<String> arguments, Terminal terminal) throws InterruptedException {
        if (arguments.contains("--help")) {
            terminal.line(Options.USAGE);
            return ExitCode.DONE;
        }
        BeirEvaluation evaluation = new BeirEvaluation(Options.parse(arguments), terminal);
        Optional<URI> address = Command.serviceAddress();
        if (address.isPresent() && evaluation.options.fresh()) {
            throw new WrongUsage("--fresh is for the evaluation's own service; the one at QUARRY_URL keeps its data");
        }
        return address.isPresent() ? evaluation.against(address.get()) : evaluation.againstPrivateService();
    }

    private ExitCode againstPrivateService() throws InterruptedException {
        if (options.fresh()) {
            workspace.deleteData();
        }
        terminal.line("starting a service with its data in " + workspace.data());
        try (PrivateService service = PrivateService.start(workspace)) {
            return against(service.address());
        }
    }

    private ExitCode against(URI address) throws InterruptedException {
        try (QuarryClient client = new QuarryClient(address)) {
            // Before the long work: so that arguments which do not fit are refused at once.
            List<SearchVariant> variants = variants(client);
            LoadedDocuments loaded = load(client);
            Evaluator evaluator = new Evaluator(client, collection, loaded.externalIds(), options.k());
            List<VariantResult> results = new ArrayList<>();
            for (SearchVariant variant : variants) {
                results.add(evaluator.measure(variant));
            }
            return report(loaded, results);
        }
    }

    private List<SearchVariant> variants(QuarryClient client) throws InterruptedException {
        String query = collection.queries().getFirst().text();
        SearchResult answer = client.search(SearchVariant.FUSED.question(query, options.k()));
        List<SearchVariant> variants = SearchVariant.all(answer, options.weights());
        options.requirements().forEach(requirement -> requirement.requireKnown(variants));
        return variants;
    }

    private LoadedDocuments load(QuarryClient client) throws InterruptedException {
        List<DocumentUpload> uploads = CollectionUploads.of(collection);
        LoadedDocuments loaded =
                new DocumentLoader(client).load(uploads, new Progress(terminal, "ingested", uploads.size()));
        if (loaded.unchanged() > 0) {
            terminal.line(
                    loaded.unchanged() + " of them were there already, with the chunks and embeddings of an earlier"
                            + " run; --fresh begins anew");
        }
        new EmbeddingWait(client, EMBEDDING_PATIENCE)
                .await(loaded.documents(), new Progress(terminal, "embedded", uploads.size()));
        return loaded;
    }

    private ExitCode report(LoadedDocuments loaded, List<VariantResult> results) {
        List<String> unmet = options.requirements().stream()
                .flatMap(requirement -> requirement.unmet(results).stream())
                .toList();
        EvaluationReport report = new EvaluationReport(
                collection.name(),
                collection.documents().size(),
                collection.emptyDocuments(),
                loaded.unchanged(),
                loaded.chunks(),
                collection.queries().size(),
                options.k(),
                results.stream().map(EvaluationReport.Entry::of).toList(),
                unmet);
        ReportWriter writer = new ReportWriter(terminal);
        writer.print(report);
        writer.save(report, workspace.report());
        return unmet.isEmpty() ? ExitCode.DONE : ExitCode.NOT_MET;
    }
}
