/**
 * The machine we run on, as commands see it: programs run with a deadline, network namespaces, processes that we started.
 *
 * <p>Used by {@code weft demo}, the system tests and the peer benchmarks. Start at {@link io.weft.cli.host.NetworkNamespace}. Only what a
 * caller created is ever changed or removed.
 */
package io.weft.cli.host;
