/**
 * The typed client of a switch: {@link io.weft.northbound.client.SwitchClient}. Calls block and have a deadline; what is streamed is read as
 * an iterator at the caller's pace. It is made to start fast, since every operator command is a fresh process: one event loop, calls on
 * the caller's thread, no name resolution, no service configuration.
 *
 * <p>Calls are grouped by what they are about, a small class for each group, all over one connection:
 *
 * <pre>
 *   SwitchClient --+-- config()    ConfigCalls    records, transactions
 *                  +-- bridges()   BridgeCalls    list, fragments, tunnel options
 *                  +-- ports()     PortCalls      list, statistics, flags
 *                  +-- flows()     FlowCalls      changes, files, bundles, dumps, watches     FlowBatches
 *                  +-- tables()    TableCalls     statistics, settings, vacancy
 *                  +-- groups()    GroupCalls     changes, dumps
 *                  +-- meters()    MeterCalls     changes, dumps
 *                  +-- macs()      MacCalls       list, flush, static entries
 *                  +-- packets()   PacketCalls    trace, inject, send, resume, watches
 *                  +-- datapath()  DatapathCalls  megaflows, PMDs, coverage, drops
 *                            |
 *                        Connection -- call, dump, watch, upload -- gRPC --> switchd
 * </pre>
 *
 * A new call goes into the class of its group and nowhere else here. A group is made when it is asked for, so that a command loads no
 * class of another.
 *
 * <p>Threads: one event loop per client; it does nothing but move bytes.
 */
package io.weft.northbound.client;
