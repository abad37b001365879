using System.Collections;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Query;
using Oversight.Persistence;
using Oversight.Persistence.Leasing;

namespace Oversight.Testing.SqlServer;

/// <summary>
/// Compiles every query that the tests of this process run for SQL Server as well, and parses what comes out: a query that EF Core
/// cannot translate there, or not into T-SQL, fails in the test that runs it. No server is needed.
/// </summary>
/// <remarks>
/// EF Core tells of a query when it compiles it, once for each shape. The roots of the query are exchanged for those of the service's
/// context on SQL Server and its parameters for values of their types; lists are tried empty, short and too long for parameters.
/// </remarks>
public static class QueriesOnSqlServer
{
    // SQL Server takes 2,100 parameters; above that EF Core sends a list as one JSON text.
    private const int MoreThanParameters = 2_200;

    private static readonly ConcurrentDictionary<(Type, string), byte> Seen = [];
    private static readonly ConcurrentQueue<string> Failed = [];
    private static readonly AsyncLocal<bool> Compiling = new();
    private static int _commands;

    /// <summary>Commands that were compiled and parsed so far in this process.</summary>
    public static int Commands => _commands;

    /// <summary>What was found, for code that catches what its queries throw.</summary>
    public static IReadOnlyCollection<string> Faults => Failed;

#pragma warning disable CA2255 // Every test process watches from its first query on; no test has to remember it.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Watch() => DiagnosticListener.AllListeners.Subscribe(new Listeners());

    private static void Check(QueryExpressionEventData compiled)
    {
        if (compiled.Context is not ServiceDbContext context || Compiling.Value || SqlServerTwin.Of(context.GetType()) is not { } twin
            || !Seen.TryAdd((twin, ExpressionPrinter.Print(compiled.Expression)), 0))
        {
            return;
        }

        Compiling.Value = true;
        try
        {
            foreach (var length in Lengths(compiled.Expression))
            {
                Compile(compiled.Expression, twin, length);
            }
        }
        finally
        {
            Compiling.Value = false;
        }
    }

    private static int[] Lengths(Expression query)
    {
        var lists = new ParameterTypes();
        lists.Visit(query);
        return lists.HasList ? [0, 2, MoreThanParameters] : [1];
    }

    private static void Compile(Expression query, Type twin, int length)
    {
        var server = new NoServer();
        using var context = SqlServerTwin.New(twin, server, NoServer.Connections);
        var rewritten = new OnSqlServer(context, length).Visit(query);
        var text = ExpressionPrinter.Print(query);
        try
        {
            Run(((IQueryable<Lease>)context.Set<Lease>()).Provider, rewritten);
        }
        catch (InvalidOperationException e) when (e.Message.StartsWith("Sequence contains no", StringComparison.Ordinal))
        {
            // The query wants a row, and there is none.
        }
        catch (Exception e) when (server.Commands.IsEmpty)
        {
            Fail($"No SQL Server command for:{Environment.NewLine}{text}{Environment.NewLine}{e}");
        }
        catch (Exception)
        {
            // The command was made; that its empty answer cannot be read as a row is not looked at.
        }

        foreach (var command in server.Commands)
        {
            Interlocked.Increment(ref _commands);
            if (TransactSql.Faults(command) is { Count: > 0 } faults)
            {
                Fail(
                    $"No T-SQL: {string.Join("; ", faults)}{Environment.NewLine}{command}{Environment.NewLine}for:"
                        + $"{Environment.NewLine}{text}");
            }
        }
    }

    // Synchronously, whatever the caller does: the text of the command is the same.
    private static void Run(IQueryProvider provider, Expression query)
    {
        var rows = typeof(IQueryable).IsAssignableFrom(query.Type)
            ? typeof(IEnumerable<>).MakeGenericType(ParameterTypes.ElementOf(query.Type)!) : null;
        var execute = typeof(IQueryProvider).GetMethods()
            .Single(method => method is { Name: nameof(IQueryProvider.Execute), IsGenericMethod: true });
        try
        {
            var result = execute.MakeGenericMethod(rows ?? query.Type).Invoke(provider, [query]);
            if (rows is not null)
            {
                _ = ((IEnumerable)result!).GetEnumerator().MoveNext();
            }
        }
        catch (TargetInvocationException e) when (e.InnerException is { } inner)
        {
            ExceptionDispatchInfo.Throw(inner);
        }
    }

    private static void Fail(string fault)
    {
        Failed.Enqueue(fault);
        throw new NotOnSqlServerException(fault);
    }

    private sealed class Listeners : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
    {
        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == DbLoggerCategory.Name)
            {
                value.Subscribe(this, name => name == CoreEventId.QueryCompilationStarting.Name);
            }
        }

        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (value.Value is QueryExpressionEventData compiled)
            {
                Check(compiled);
            }
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }
    }
}

/// <summary>A query that a test ran cannot be a command on SQL Server.</summary>
public sealed class NotOnSqlServerException(string fault) : Exception(fault);
