CREATE TABLE `drops` (
	`slot` text PRIMARY KEY NOT NULL,
	`bytes` blob NOT NULL,
	`bucket` integer,
	`position` integer,
	`expires` text NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `drops_place` ON `drops` (`bucket`,`position`);--> statement-breakpoint
CREATE TABLE `finished` (
	`id` text PRIMARY KEY NOT NULL,
	`length` integer NOT NULL,
	`day` text NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `nonces` (
	`nonce` text PRIMARY KEY NOT NULL,
	`day` text NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `snapshot` (
	`id` text PRIMARY KEY NOT NULL,
	`number` integer NOT NULL,
	`day` text NOT NULL,
	`places` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `submissions` (
	`id` text PRIMARY KEY NOT NULL,
	`day` text NOT NULL,
	`size` integer NOT NULL,
	`blob` text NOT NULL,
	`settled` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `submissions_day` ON `submissions` (`day`);--> statement-breakpoint
CREATE TABLE `uploads` (
	`id` text PRIMARY KEY NOT NULL,
	`submission` text NOT NULL,
	`blob` text NOT NULL,
	`length` integer NOT NULL,
	`offset` integer NOT NULL,
	`expires` text NOT NULL
) WITHOUT ROWID;
