using Microsoft.EntityFrameworkCore;
using Oversight.Persistence;

namespace Oversight.Complaint.Data;

/// <summary>Carries the SQL Server migrations.</summary>
internal sealed class ComplaintSqlServerContext(DbContextOptions<ComplaintSqlServerContext> options) : ComplaintDbContext(options);

/// <summary>Carries the PostgreSQL migrations.</summary>
internal sealed class ComplaintPostgreSqlContext(DbContextOptions<ComplaintPostgreSqlContext> options) : ComplaintDbContext(options);

/// <summary>Carries the SQLite migrations.</summary>
internal sealed class ComplaintSqliteContext(DbContextOptions<ComplaintSqliteContext> options) : ComplaintDbContext(options);

/// <inheritdoc />
internal sealed class ComplaintSqlServerDesign() : DesignTimeContexts<ComplaintSqlServerContext>(DatabaseProvider.SqlServer);

/// <inheritdoc />
internal sealed class ComplaintPostgreSqlDesign() : DesignTimeContexts<ComplaintPostgreSqlContext>(DatabaseProvider.PostgreSql);

/// <inheritdoc />
internal sealed class ComplaintSqliteDesign() : DesignTimeContexts<ComplaintSqliteContext>(DatabaseProvider.Sqlite);
