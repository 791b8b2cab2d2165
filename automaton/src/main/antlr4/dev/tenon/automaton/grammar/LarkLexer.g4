// Tokens of the variant of Lark that llguidance takes (its docs/syntax.md). Line breaks that mean nothing are dropped, and
// the JSON after a directive is cut out, by LarkTokens.
lexer grammar LarkLexer;

tokens {
    JSON_TEXT
}

IGNORE : '%ignore' ;
IMPORT : '%import' ;
JSON : '%json' ;
REGEX : '%regex' ;
LLGUIDANCE : '%llguidance' ;
DIRECTIVE : '%' [a-zA-Z]* ;

COLON : ':' ;
COMMA : ',' ;
RANGE : '..' ;
DOT : '.' ;
ARROW : '->' ;
EQUALS : '=' ;
OR : '|' ;
AND : '&' ;
TILDE : '~' ;
STAR : '*' ;
PLUS : '+' ;
OPTIONAL : '?' ;
BANG : '!' ;
OPEN : '(' ;
CLOSE : ')' ;
BRACKET_OPEN : '[' ;
BRACKET_CLOSE : ']' ;
CURLY_OPEN : '{' ;
CURLY_CLOSE : '}' ;

STRING : '"' (~["\\\r\n] | '\\' ~[\r\n])* '"' 'i'? ;
REGEXP : '/' (~[/\\\r\n] | '\\' ~[\r\n])+ '/' [a-z]* ;
NUMBER : [+-]? [0-9]+ ('.' [0-9]+)? ;
RULE : '_'? [a-z] ([_a-z0-9] | '-' [_a-z0-9])* ;
TERMINAL : '_'? [A-Z] ([_A-Z0-9] | '-' [_A-Z0-9])* ;
SPECIAL : '<' ~[<> \t\r\n]+ '>' ;
GRAMMAR_REFERENCE : '@' ([a-zA-Z0-9_\-]+ | [{}]) ;

COMMENT : ('//' | '#') ~[\r\n]* -> skip ;
CONTINUATION : '\\' [ \t]* '\r'? '\n' -> skip ;
NEWLINE : [\r\n]+ ;
SPACE : [ \t\f]+ -> skip ;
BAD : . ;
