using Oversight.Contracts.Registry.V1;
using Oversight.Messaging;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.RegisterCopy;

/// <summary>Gives a service its own copy of the register's entries, so that it asks nobody while it works.</summary>
public static class RegisterCopyModule
{
    /// <summary>
    /// Adds one consumer per contract of the register; the service's model must have called <see cref="KnownInstitution.Configure"/>.
    /// </summary>
    /// <param name="module">The service's module.</param>
    /// <param name="leads">Whether it also keeps leads on unlicensed entities.</param>
    public static ModuleBuilder KeepRegisterCopy<TContext>(this ModuleBuilder module, bool leads)
        where TContext : ServiceDbContext
    {
        Take<TContext, InstitutionRegistered>(module);
        Take<TContext, InstitutionChanged>(module);
        Take<TContext, InstitutionSuspended>(module);
        Take<TContext, InstitutionRestored>(module);
        Take<TContext, InstitutionLicenceExpired>(module);
        Take<TContext, InstitutionLicenceRenewed>(module);
        Take<TContext, InstitutionLicenceRevoked>(module);
        Take<TContext, InstitutionDeregistered>(module);
        module.AddRowCopy<TContext, RegisterCopyConsumer<TContext, InstitutionAnnounced>, InstitutionAnnounced, KnownInstitution>();
        module.AddCopyTable<TContext, KnownInstitution>("registry", "institution", copy => copy.Id, copy => copy.Id);
        if (leads)
        {
            Take<TContext, UnlicensedEntityRecorded>(module);
        }

        return module;
    }

    private static void Take<TContext, TFact>(ModuleBuilder module)
        where TContext : ServiceDbContext
        where TFact : class =>
        module.AddRowConsumer<TContext, RegisterCopyConsumer<TContext, TFact>, TFact, KnownInstitution>();
}

/// <summary>
/// Keeps <see cref="KnownInstitution"/> by one contract of the register. Facts may come twice, late and in any order; the newest state
/// stays. Of two first facts at the same moment one save fails on the key and is tried again.
/// </summary>
internal sealed class RegisterCopyConsumer<TContext, TFact> : IRowConsumer<TFact, KnownInstitution>
    where TContext : ServiceDbContext
    where TFact : class
{
    public (Guid Key, long Version) SourceOf(TFact fact) => RegisterEntry.Of(fact) is var entry ? (entry.Id, entry.Version) : default;

    public KnownInstitution Apply(KnownInstitution? row, TFact fact)
    {
        var entry = RegisterEntry.Of(fact);
        var known = row ?? KnownInstitution.Of(entry.Id);
        known.Apply(entry);
        return known;
    }
}
