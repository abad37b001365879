namespace Oversight.Registry.Institutions;

/// <summary>Acts of the pack <c>registry-acts</c> that are proposed by one officer and done by another.</summary>
internal static class RegistryActs
{
    public const string Revoke = "registry.licence.revoke", Deregister = "registry.institution.deregister", Ban = "registry.lead.ban";
}
