package dev.tenon.server.cli;

import dev.tenon.server.training.Training;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** What the launcher lets a JVM learn from once for each build; of no use to anybody else. */
@Command(
        name = "train",
        hidden = true,
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class,
        header = "Run what a JVM with -XX:AOTCacheOutput is to remember: schemas, masks and requests, with no model.")
final class TrainCommand implements Callable<Integer> {
    private static final int ROUNDS = 6;
    private static final Duration SERVING = Duration.ofSeconds(1);

    private final Console console;

    TrainCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Training training = new Training();
        Training.Result result = training.compile(ROUNDS);
        training.serve(SERVING);
        if (!result.wrong().isEmpty()) {
            throw new IllegalStateException("refused: " + result.wrong());
        }
        console.out().println(String.format(Locale.ROOT, "%,d schemas, %,d masks", result.schemas(), result.masks()));
        return ExitCode.DONE.code();
    }
}
