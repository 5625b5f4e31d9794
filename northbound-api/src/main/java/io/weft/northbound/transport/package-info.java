/**
 * How the two ends of the API find and reach each other: addresses, Netty's epoll transport (Unix sockets, TCP), mutual TLS.
 *
 * <p>Threads: one event loop per client or server. Start at {@link io.weft.northbound.transport.SwitchAddress}.
 */
package io.weft.northbound.transport;
