/** First key of our advisory locks, so that they meet nobody else's: "LT" and a number. The second key says which one. */
export const PRESENCE_LOCK = 0x4c54_0001;
export const LEADER_LOCK = 0x4c54_0002;
export const MIGRATE_LOCK = 0x4c54_0003;
export const OVERDUE_LOCK = 0x4c54_0004;
export const SORT_LOCK = 0x4c54_0005;
export const DIRECTORY_LOCK = 0x4c54_0006;
export const CALENDAR_LOCK = 0x4c54_0007;
export const FACTS_LOCK = 0x4c54_0018;
export const ACCOUNTS_LOCK = 0x4c54_0026;
