package dev.tenon.automaton.match;

/**
 * How the masks of one vocabulary were come by since its {@link GrammarCompiler} was made.
 *
 * @param positions masks worked out for positions that no request had been at before
 * @param made of these, masks that were new: all others were put together from parts that had met before, for another
 *     position or another schema, and found
 * @param bytes a rough size of the masks that are kept
 */
public record MaskStatistics(long positions, long made, long bytes) {}
