package dev.tenon.sampler.parts;

/**
 * One thing that is fetched: which archive, how to be sure of it, and what is taken out of it.
 *
 * @param name a short name, unique among parts: names the cache folder and is shown to a person
 * @param fileName the archive that the client leaves
 * @param bytes the archive's size
 * @param sha256 the archive's SHA-256, in lower-case hexadecimal
 * @param fetch how it is fetched
 * @param packing what is taken out of it
 * @param installedBytes an upper bound of the size of what is taken out
 * @param entry the path, among what was taken out, that users of the part want
 */
public record Part(
        String name,
        String fileName,
        long bytes,
        String sha256,
        FetchCommand fetch,
        Packing packing,
        long installedBytes,
        String entry) {
    /** The name of the cache folder: another archive is another folder, so that an upgrade never meets old files. */
    String folderName() {
        return name + "-" + sha256.substring(0, 12);
    }

    /** Bytes of free disk needed while fetching: the client's own copy, the archive, and what is taken out. */
    long neededBytes() {
        return 2 * bytes + installedBytes;
    }

    /** The command that fetches the archive, as one would type it. */
    public String fetchLine() {
        return fetch.line();
    }
}
