import GRDB

/// The tables of the log, and how older files become newer ones.
///
/// Comments lie together by stream and position, so that a page is one range of the file. `stream` is
/// a stream's row number, which keeps its name out of every row and index; 0 stands for every stream.
/// Times are milliseconds since 1970. Codes are those of `StorageCodes`.
enum LogSchema {
  static func migrate(_ database: DatabasePool) throws {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1: comments and moderation") { database in
      try database.execute(sql: commentsAndModeration)
    }
    migrator.registerMigration("2: automatic level") { database in
      // What the load calls for, beside level, which is what moderators want.
      try database.execute(
        sql: "ALTER TABLE streams ADD COLUMN automatic_level TEXT NOT NULL DEFAULT 'normal'")
    }
    migrator.registerMigration("3: reactions") { database in
      try database.execute(sql: reactions)
    }
    migrator.registerMigration("4: restores in pieces") { database in
      try database.execute(sql: restores)
    }
    try migrator.migrate(database)
  }

  private static let commentsAndModeration = """
    -- One row: the incarnation of this log.
    CREATE TABLE incarnation (epoch TEXT NOT NULL) STRICT;

    -- A stream from its first use on: how far both planes have come, what they no longer hold, and
    -- its controls. rules is the document of its safety rules, null until they are set.
    -- has_standings and has_purges spare a look into tables without rows for it.
    CREATE TABLE streams (
      stream INTEGER PRIMARY KEY,
      stream_id TEXT NOT NULL UNIQUE,
      latest_seq INTEGER NOT NULL DEFAULT 0,
      latest_mod_seq INTEGER NOT NULL DEFAULT 0,
      trimmed_seq INTEGER NOT NULL DEFAULT 0,
      trimmed_mod_seq INTEGER NOT NULL DEFAULT 0,
      slow_mode_s INTEGER NOT NULL DEFAULT 0,
      is_locked INTEGER NOT NULL DEFAULT 0,
      level TEXT NOT NULL DEFAULT 'auto',
      rules TEXT,
      has_standings INTEGER NOT NULL DEFAULT 0,
      has_purges INTEGER NOT NULL DEFAULT 0
    ) STRICT;

    -- mod_seq is the event that decided state; 0 while it is the one that the comment was stored in.
    -- restored_state is the last state that was not DELETED. A purge that covers a row and lies above
    -- its mod_seq overrides it: a purge writes its range, not rows.
    CREATE TABLE comments (
      stream INTEGER NOT NULL,
      seq INTEGER NOT NULL,
      comment_id TEXT NOT NULL,
      user_id TEXT NOT NULL,
      user_name TEXT NOT NULL,
      role INTEGER NOT NULL,
      content TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      reply_to TEXT,
      state INTEGER NOT NULL,
      restored_state INTEGER NOT NULL,
      mod_seq INTEGER NOT NULL DEFAULT 0,
      PRIMARY KEY (stream, seq)
    ) STRICT, WITHOUT ROWID;
    CREATE UNIQUE INDEX comments_by_id ON comments (comment_id);
    -- Ends in what a user card counts, so that it need not read comments.
    CREATE INDEX comments_by_author ON comments (stream, user_id, seq, state, mod_seq);
    CREATE INDEX held_comments ON comments (stream, seq) WHERE state = 1;

    -- The control plane and its audit record: record is the event as JSON, without its comments;
    -- rules is the document that a set_rules wrote. The audit_ columns are an AuditLink: they chain
    -- the events of all streams in the order of their commits.
    CREATE TABLE events (
      stream INTEGER NOT NULL,
      mod_seq INTEGER NOT NULL,
      moderation_id TEXT NOT NULL UNIQUE,
      action TEXT NOT NULL,
      at INTEGER NOT NULL,
      reach INTEGER NOT NULL,
      user_id TEXT,
      actor TEXT,
      reason TEXT,
      policy TEXT,
      record TEXT NOT NULL,
      rules TEXT,
      audit_index INTEGER NOT NULL UNIQUE,
      audit_previous BLOB NOT NULL,
      audit_digest BLOB NOT NULL,
      PRIMARY KEY (stream, mod_seq)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX events_by_user ON events (stream, user_id, mod_seq) WHERE user_id IS NOT NULL;

    CREATE TABLE purges (
      stream INTEGER NOT NULL,
      user_id TEXT NOT NULL,
      mod_seq INTEGER NOT NULL,
      from_seq INTEGER NOT NULL,
      upto_seq INTEGER NOT NULL,
      PRIMARY KEY (stream, user_id, mod_seq)
    ) STRICT, WITHOUT ROWID;

    -- mute: 0 none, 1 until muted_until, or for ever when that is null.
    CREATE TABLE standings (
      stream INTEGER NOT NULL,
      user_id TEXT NOT NULL,
      is_muted INTEGER NOT NULL DEFAULT 0,
      muted_until INTEGER,
      is_shadow_banned INTEGER NOT NULL DEFAULT 0,
      PRIMARY KEY (stream, user_id)
    ) STRICT, WITHOUT ROWID;

    -- Who posted or decided as a moderator or as the owner, until they come back as something else.
    CREATE TABLE moderators (
      stream INTEGER NOT NULL,
      user_id TEXT NOT NULL,
      role INTEGER NOT NULL,
      PRIMARY KEY (stream, user_id)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE pins (
      stream INTEGER NOT NULL,
      mod_seq INTEGER NOT NULL,
      seq INTEGER NOT NULL,
      PRIMARY KEY (stream, mod_seq)
    ) STRICT, WITHOUT ROWID;

    -- What each idempotency key made. Row numbers grow with time, so that the oldest are pruned
    -- without an index on time. request is kept for moderation only: a comment is its own request.
    CREATE TABLE idempotency_keys (
      number INTEGER PRIMARY KEY,
      stream INTEGER NOT NULL,
      poster TEXT NOT NULL,
      key TEXT NOT NULL,
      plane INTEGER NOT NULL,
      position INTEGER NOT NULL,
      accepted_at INTEGER NOT NULL,
      request TEXT
    ) STRICT;
    CREATE UNIQUE INDEX idempotency_keys_by_key ON idempotency_keys (stream, poster, key);

    -- Empty but for the moment in which the log tries whether it can write again.
    CREATE TABLE probes (content BLOB NOT NULL) STRICT;
    """

  private static let restores = """
    -- restored_by is the first event of what took the purge back (null: nothing has, or a version did
    -- that wrote it at once); restore_seq is where the next piece of it begins, null when it is whole.
    ALTER TABLE purges ADD COLUMN restored_by INTEGER;
    ALTER TABLE purges ADD COLUMN restore_seq INTEGER;
    CREATE INDEX running_restores ON purges (stream, user_id, mod_seq)
      WHERE restore_seq IS NOT NULL;
    """

  private static let reactions = """
    -- Totals by emoji as JSON: of the comment whose seq target is, or of the stream at 0.
    CREATE TABLE reactions (
      stream INTEGER NOT NULL,
      target INTEGER NOT NULL,
      counts TEXT NOT NULL,
      PRIMARY KEY (stream, target)
    ) STRICT, WITHOUT ROWID;
    """
}
