package dev.tenon.sampler.parts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Takes the wanted members out of a verified archive. Tars by the system's {@code tar}, bundles by {@code git}. */
final class Unpacker {
    private Unpacker() {}

    /**
     * Unpacks into {@code target}, an empty folder; {@code scratch} is for files in between.
     *
     * @throws PartException when a program is missing or fails
     */
    static void unpack(Part part, Path archive, Path target, Path scratch) throws IOException, InterruptedException {
        switch (part.packing()) {
            case Packing.Tar tar -> untar(archive, tar.members(), target, scratch);
            case Packing.Zip zip -> unzip(archive, zip.members(), target);
            case Packing.GitBundle bundle -> {
                Path folder = Files.createDirectory(scratch.resolve("bundle"));
                untar(archive, List.of(bundle.bundle()), folder, scratch);
                checkout(folder.resolve(bundle.bundle()), bundle.members(), target, scratch);
            }
        }
    }

    private static void untar(Path archive, List<String> members, Path target, Path scratch)
            throws InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("tar", "-xzf", archive.toString(), "-C", target.toString()));
        arguments.addAll(members);
        run(arguments, scratch, Map.of(), "install tar (Debian and Ubuntu: sudo apt-get install tar)");
    }

    private static void checkout(Path bundle, List<String> members, Path target, Path scratch)
            throws IOException, InterruptedException {
        // Variables that a git hook sets would send these commands to another repository.
        Map<String, String> clean = new HashMap<>();
        for (String name : System.getenv().keySet()) {
            if (name.startsWith("GIT_")) {
                clean.put(name, "");
            }
        }
        String install =
                "install git (Debian and Ubuntu: sudo apt-get install git; macOS: xcode-select --install), then try"
                        + " again";
        run(
                List.of("git", "clone", "--quiet", "--no-checkout", bundle.toString(), target.toString()),
                scratch,
                clean,
                install);
        List<String> arguments = new ArrayList<>(List.of(
                "git", "-C", target.toString(), "-c", "core.autocrlf=false", "checkout", "--quiet", "HEAD", "--"));
        arguments.addAll(members);
        run(arguments, scratch, clean, install);
        Folders.delete(target.resolve(".git"));
    }

    private static void run(List<String> arguments, Path scratch, Map<String, String> environment, String install)
            throws InterruptedException {
        Command command = new Command(arguments, scratch, environment, scratch.resolve("unpack.txt"));
        Optional<Command.Result> result = command.run(() -> {});
        if (result.isEmpty()) {
            throw new PartException(arguments.getFirst() + " is missing; " + install);
        }
        if (result.get().exitCode() != 0) {
            throw new PartException("cannot unpack with " + arguments.getFirst() + " (exit code "
                    + result.get().exitCode() + "); is the disk full?\n"
                    + result.get().tail());
        }
    }

    private static void unzip(Path archive, List<String> members, Path target) throws IOException {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            for (String member : members) {
                ZipEntry entry = zip.getEntry(member);
                Path file = target.resolve(member).normalize();
                if (entry == null || !file.startsWith(target)) {
                    throw new PartException(archive.getFileName() + " does not hold " + member);
                }
                Files.createDirectories(Optional.ofNullable(file.getParent()).orElse(target));
                Files.copy(zip.getInputStream(entry), file);
            }
        }
    }
}
