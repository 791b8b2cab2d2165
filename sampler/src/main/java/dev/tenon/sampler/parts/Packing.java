package dev.tenon.sampler.parts;

import java.util.List;

/** How the wanted files lie inside an archive. Members are paths from the archive's root: a file, or a folder with all in it. */
sealed interface Packing {
    /** The members to take out. */
    List<String> members();

    /** A gzipped tar. */
    record Tar(List<String> members) implements Packing {
        public Tar {
            members = List.copyOf(members);
        }
    }

    /** A zip. */
    record Zip(List<String> members) implements Packing {
        public Zip {
            members = List.copyOf(members);
        }
    }

    /**
     * A git bundle inside a gzipped tar.
     *
     * @param bundle the bundle's path in the tar
     * @param members paths in the bundled repository
     */
    record GitBundle(String bundle, List<String> members) implements Packing {
        public GitBundle {
            members = List.copyOf(members);
        }
    }
}
