/**
 * Vocabularies (token id to bytes), the trie over their bytes, and the masks that say which ids are allowed.
 */
@NullMarked
package dev.tenon.automaton.token;

import org.jspecify.annotations.NullMarked;
