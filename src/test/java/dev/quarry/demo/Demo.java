package dev.quarry.demo;

import dev.quarry.client.DocumentLoader;
import dev.quarry.client.DocumentUpload;
import dev.quarry.client.EmbeddingWait;
import dev.quarry.client.LoadedDocuments;
import dev.quarry.client.QuarryClient;
import dev.quarry.command.Command;
import dev.quarry.command.ExitCode;
import dev.quarry.command.Progress;
import dev.quarry.command.Terminal;
import dev.quarry.command.WrongUsage;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** Loads the samples into a running service and puts questions to it. */
public final class Demo {
    private static final String USAGE = """
            Loads samples/*.md into the service at QUARRY_URL (http://127.0.0.1:8080) and asks it questions.

              Demo [--all]

              --all  asks all of samples/questions.jsonl and counts how many answers are found""";

    private static final URI DEFAULT_ADDRESS = URI.create("http://127.0.0.1:8080");
    private static final Duration EMBEDDING_PATIENCE = Duration.ofMinutes(2);

    private Demo() {}

    public static void main(String[] arguments) {
        Command.main(Demo::run, arguments);
    }

    private static ExitCode run(List<String> arguments, Terminal terminal) throws InterruptedException {
        if (arguments.contains("--help")) {
            terminal.line(USAGE);
            return ExitCode.DONE;
        }
        if (!arguments.isEmpty() && !arguments.equals(List.of("--all"))) {
            throw new WrongUsage("not understood: " + String.join(" ", arguments) + "\n\n" + USAGE);
        }
        List<DocumentUpload> documents = DemoDocuments.read();
        List<SampleQuestion> questions = SampleQuestion.all();
        try (QuarryClient client = new QuarryClient(Command.serviceAddress().orElse(DEFAULT_ADDRESS))) {
            LoadedDocuments loaded = load(client, documents, terminal);
            Interview interview = new Interview(client, loaded.externalIds(), terminal);
            if (arguments.isEmpty()) {
                interview.show(SampleQuestion.few(questions));
                new PartsTour(client, terminal).show();
            } else {
                interview.count(questions);
            }
        }
        return ExitCode.DONE;
    }

    private static LoadedDocuments load(QuarryClient client, List<DocumentUpload> documents, Terminal terminal)
            throws InterruptedException {
        LoadedDocuments loaded =
                new DocumentLoader(client).load(documents, new Progress(terminal, "ingested", documents.size()));
        new EmbeddingWait(client, EMBEDDING_PATIENCE)
                .await(loaded.documents(), new Progress(terminal, "embedded", documents.size()));
        return loaded;
    }
}
