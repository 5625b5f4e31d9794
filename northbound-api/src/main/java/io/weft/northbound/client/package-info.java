/**
 * The typed client of a switch: {@link io.weft.northbound.client.SwitchClient}. Calls block and have a deadline; what is streamed is read as
 * an iterator at the caller's pace. It is made to start fast, since every operator command is a fresh process: one event loop, calls on
 * the caller's thread, no name resolution, no service configuration.
 *
 * <p>Threads: one event loop per client; it does nothing but move bytes.
 */
package io.weft.northbound.client;
