package dev.quarry.command;

import dev.quarry.client.ServiceFailure;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** A command line tool: its {@code main} hands over to {@link #main}. */
@FunctionalInterface
public interface Command {
    /** The environment's variable with the service's address. */
    String SERVICE_VARIABLE = "QUARRY_URL";

    /**
     * Does what the arguments say.
     *
     * @throws WrongUsage when they cannot be understood
     * @throws ServiceFailure when the service cannot be used
     */
    ExitCode run(List<String> arguments, Terminal terminal) throws InterruptedException;

    /** Runs the tool and ends the process; what is expected to go wrong becomes a message and an exit code. */
    static void main(Command command, String[] arguments) {
        System.exit(exitCode(command, List.of(arguments)).number());
    }

    private static ExitCode exitCode(Command command, List<String> arguments) {
        try {
            return command.run(arguments, Terminal.ofProcess());
        } catch (WrongUsage error) {
            System.err.println(error.getMessage());
            return ExitCode.WRONG_USAGE;
        } catch (ServiceFailure error) {
            System.err.println(error.getMessage());
            return ExitCode.SERVICE_FAILED;
        } catch (UncheckedIOException error) {
            System.err.println("a file cannot be read or written: " + error.getCause());
            return ExitCode.WRONG_USAGE;
        } catch (InterruptedException | RuntimeException error) {
            error.printStackTrace();
            return ExitCode.DEFECT;
        }
    }

    /** The service that the environment names, if it names one. */
    static Optional<URI> serviceAddress() {
        return Optional.ofNullable(System.getenv(SERVICE_VARIABLE))
                .filter(value -> !value.isBlank())
                .map(value -> parseAddress(value.strip()));
    }

    private static URI parseAddress(String value) {
        try {
            URI address = URI.create(value);
            if (List.of("http", "https").contains(String.valueOf(address.getScheme())) && address.getHost() != null) {
                return address;
            }
        } catch (IllegalArgumentException notAnAddress) {
            // Told below, as any other that is not taken.
        }
        throw new WrongUsage(
                SERVICE_VARIABLE + " is not the address of a service; give it as http://127.0.0.1:8080: " + value);
    }
}
