/**
 * Matches: which packets a flow entry is for.
 *
 * <pre>
 *   name + value text --text--> (Field, FieldValue) --MatchBuilder: checks--> Match: (value, mask) words
 *                                      ^                                        |
 *                                      +------------- MatchFields --------------+
 * </pre>
 *
 * A {@link io.weft.flow.match.Match} is only words, so lookups and comparisons know nothing of fields; what a user may say is checked
 * once, by {@link io.weft.flow.match.MatchBuilder}, and {@link io.weft.flow.match.MatchFields} names the fields of a match again.
 * Threads: a builder has one owner, the rest is immutable. Start at {@link io.weft.flow.match.Match}.
 */
package io.weft.flow.match;
