package dev.tenon.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressTest {
    /** The examples of RFC 3986, sections 5.4.1 and 5.4.2, without fragments. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        g:h           | g:h
        g             | http://a/b/c/g
        ./g           | http://a/b/c/g
        g/            | http://a/b/c/g/
        /g            | http://a/g
        //g           | http://g
        ?y            | http://a/b/c/d;p?y
        g?y           | http://a/b/c/g?y
        #s            | http://a/b/c/d;p?q
        g#s           | http://a/b/c/g
        ;x            | http://a/b/c/;x
        g;x=1/./y     | http://a/b/c/g;x=1/y
        g;x=1/../y    | http://a/b/c/y
        ``            | http://a/b/c/d;p?q
        .             | http://a/b/c/
        ./            | http://a/b/c/
        ..            | http://a/b/
        ../           | http://a/b/
        ../g          | http://a/b/g
        ../..         | http://a/
        ../../g       | http://a/g
        ../../../g    | http://a/g
        ../../../../g | http://a/g
        /./g          | http://a/g
        /../g         | http://a/g
        g.            | http://a/b/c/g.
        .g            | http://a/b/c/.g
        g..           | http://a/b/c/g..
        ./../g        | http://a/b/g
        ./g/.         | http://a/b/c/g/
        g/./h         | http://a/b/c/g/h
        g/../h        | http://a/b/c/h
        g?y/../x      | http://a/b/c/g?y/../x
        http:g        | http:g
        HTTP://x      | http://x
        """)
    void resolvesAsTheStandardShows(String reference, String address) {
        assertEquals(
                address, Address.of("http://a/b/c/d;p?q").resolve(reference).toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        file:///a/b.json       | /c.json      | file:///c.json
        file:///a/b.json       | c d{e}.json  | file:///a/c d{e}.json
        http://a               | b            | http://a/b
        urn:example:1          | urn:x:2?=q   | urn:x:2?=q
        urn:example:1          | ``           | urn:example:1
        tenon-schema:///x      | 1a:b         | tenon-schema:///1a:b
        """)
    void resolvesAgainstOtherBases(String base, String reference, String address) {
        assertEquals(address, Address.of(base).resolve(reference).toString());
    }
}
