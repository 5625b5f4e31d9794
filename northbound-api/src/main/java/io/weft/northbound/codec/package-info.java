/**
 * Between the records of {@code control} and the messages of {@code switch.proto}: one class per topic, each with both ways side by side.
 * What comes from a client is checked while it is decoded ({@code RequestCheck}); what comes from a switch is trusted. Fields and actions
 * pass as (name, value, mask) and (name, operands) through the registry and the grammar of {@code io.weft.flow}, so nothing here knows
 * any field or action. {@link io.weft.northbound.codec.StatusCodec} is the one place where refusals become gRPC statuses and come back.
 *
 * <p>Threads: everything is stateless.
 */
package io.weft.northbound.codec;
