// The Pattern of ECMA-262, clause 22.2.1. What is recognised but not regular (references) and what is no token of the
// language are refused on the tokens, before this grammar is asked.
parser grammar EcmaRegex;

options {
    tokenVocab = EcmaRegexLexer;
}

pattern
    : disjunction EOF
    ;

disjunction
    : alternative (OR alternative)*
    ;

alternative
    : term*
    ;

term
    : BEGIN
    | END
    | BOUNDARY
    | LOOKBEHIND disjunction CLOSE
    | LOOKAHEAD disjunction CLOSE quantifier?
    | atom quantifier?
    ;

quantifier
    : (STAR | PLUS | OPTIONAL | COUNT) OPTIONAL?
    ;

atom
    : OPEN disjunction CLOSE
    | CLASS_OPEN classMember* CLASS_CLOSE
    | ANY
    | single
    ;

// A dash between two atoms makes a range wherever it can.
classMember
    : classAtom DASH classAtom
    | classAtom
    ;

classAtom
    : DASH
    | single
    ;

single
    : CHAR
    | ESCAPE
    | SURROGATE_PAIR
    | CLASS_ESCAPE
    | PROPERTY
    | BACKSLASH
    ;
