using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Oversight.Persistence;
using Oversight.Persistence.PersonalData;

namespace Oversight.Testing;

/// <summary>The stored answers of idempotent commands, which on disk nobody can read.</summary>
public static class StoredAnswers
{
    /// <summary>Location and body of every stored answer of a service, in clear.</summary>
    public static async Task<IReadOnlyList<string>> StoredAnswersAsync<TContext>(this IServiceProvider services)
        where TContext : ServiceDbContext
    {
        await using var scope = services.CreateAsyncScope();
        var keys = services.GetRequiredService<PersonalDataKeys<TContext>>();
        var stored = await scope.ServiceProvider.GetRequiredService<TContext>().IdempotentAnswers.AsNoTracking().ToListAsync();
        return stored.ConvertAll(answer => answer.Open(keys)).ConvertAll(content => $"{content.Location} {content.Body}");
    }
}
