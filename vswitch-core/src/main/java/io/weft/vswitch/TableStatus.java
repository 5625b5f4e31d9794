package io.weft.vswitch;

import io.weft.flow.table.TableSettings;
import io.weft.flow.table.VacancyRange;

/**
 * A flow table got full, or has room again (OpenFlow 1.4, {@code OFPT_TABLE_STATUS}).
 *
 * @param table 0 to 253
 * @param isDown less than the lower end of the range is free; else more than the upper end
 * @param range of the table then
 * @param active entries in it then
 * @param settings of the table then
 */
public record TableStatus(int table, boolean isDown, VacancyRange range, int active, TableSettings settings) {}
