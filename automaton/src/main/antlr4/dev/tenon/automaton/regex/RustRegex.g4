// The regular expressions of the Rust crate "regex" (docs.rs/regex, "Syntax"), without anchors. What is not supported is
// refused on the tokens, before this grammar is asked.
parser grammar RustRegex;

options {
    tokenVocab = RustRegexLexer;
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
    : FLAGS
    | atom quantifier*
    ;

quantifier
    : STAR
    | PLUS
    | OPTIONAL
    | COUNT
    ;

atom
    : OPEN disjunction CLOSE
    | set
    | ANY
    | CLASS_ESCAPE
    | PROPERTY
    | CHAR
    | ESCAPE
    ;

set
    : CLASS_OPEN union (setOperator union)* CLASS_CLOSE
    ;

setOperator
    : AND
    | MINUS
    | XOR
    ;

union
    : member*
    ;

// A dash between two characters makes a range wherever it can.
member
    : single DASH single
    | single
    | DASH
    | CLASS_ESCAPE
    | PROPERTY
    | POSIX
    | set
    ;

single
    : CHAR
    | ESCAPE
    ;
