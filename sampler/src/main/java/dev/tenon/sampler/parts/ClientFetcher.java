package dev.tenon.sampler.parts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Fetches by the ordinary package clients. Their caches and temporary files are put inside the fetching folder: its growth is the
 * progress, and nothing of theirs outlives the fetch.
 */
final class ClientFetcher implements Fetcher {
    private static final String NO_PIP = "No module named pip";

    private final Map<String, String> environment;
    private final FetchProgress.Factory progress;

    /**
     * @param environment variables to set for the clients on top of this process's own
     * @param progress what shows how far a fetch is
     */
    ClientFetcher(Map<String, String> environment, FetchProgress.Factory progress) {
        this.environment = Map.copyOf(environment);
        this.progress = progress;
    }

    @Override
    public void fetch(Part part, Path folder) throws InterruptedException {
        Path scratch;
        try {
            scratch = Files.createDirectory(folder.resolve("client"));
        } catch (IOException e) {
            throw new PartException("cannot write to " + folder + ": " + e.getMessage(), e);
        }
        Map<String, String> variables = new HashMap<>(environment);
        variables.put("TMPDIR", scratch.toString());
        variables.put("npm_config_cache", scratch.toString());
        variables.put("npm_config_update_notifier", "false");
        variables.put("PIP_DISABLE_PIP_VERSION_CHECK", "1");
        variables.put("PIP_NO_INPUT", "1");
        try (FetchProgress shown = progress.start(part)) {
            for (List<String> alternative : part.fetch().alternatives()) {
                Command command = new Command(alternative, folder, variables, scratch.resolve("output.txt"));
                Optional<Command.Result> result = command.run(() -> shown.fetched(folder));
                if (result.isPresent() && !result.get().tail().contains(NO_PIP)) {
                    requireSuccess(part, alternative, result.get());
                    return;
                }
            }
        }
        throw new PartException(part.fetch().client() + " is missing, and " + part.name() + " comes by it; "
                + part.fetch().install() + ", then try again");
    }

    private static void requireSuccess(Part part, List<String> alternative, Command.Result result) {
        if (result.exitCode() != 0) {
            throw new PartException(part.fetch().client() + " could not fetch " + part.name() + " (exit code "
                    + result.exitCode() + "); check the network and try again by hand: "
                    + String.join(" ", alternative) + "\n" + result.tail());
        }
    }
}
