/**
 * The port SPI: {@link io.weft.vswitch.port.PortDriver} makes a {@link io.weft.vswitch.port.PortDevice}, whose
 * {@link io.weft.vswitch.port.RxQueue}s and {@link io.weft.vswitch.port.TxQueue}s are run by PMD agents.
 *
 * <pre>
 *   conductor:  open --> maintain ... maintain --> (true) detach queues from PMDs --> attach --> hand queues to PMDs --> close
 *   PMD:        receive ... receive, transmit ... flush
 * </pre>
 */
package io.weft.vswitch.port;
