from django.db import migrations

# Whoever changes a municipality's facts, by an action, in the shell or with SQL, changes what it shows: every process
# reads its card again (see directory.py). A deleted host changes an existing version only, so that a whole tenant can go.
_FUNCTION = """
CREATE FUNCTION note_tenant_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        UPDATE content_version SET version = nextval('content_version_number') WHERE tenant_id = OLD.tenant_id;
    ELSIF TG_TABLE_NAME = 'tenant' THEN
        INSERT INTO content_version (tenant_id, version) VALUES (NEW.id, nextval('content_version_number'))
        ON CONFLICT (tenant_id) DO UPDATE SET version = excluded.version;
    ELSE
        INSERT INTO content_version (tenant_id, version) VALUES (NEW.tenant_id, nextval('content_version_number'))
        ON CONFLICT (tenant_id) DO UPDATE SET version = excluded.version;
    END IF;
    RETURN NULL;
END
$$
"""
_TRIGGERS = """
CREATE TRIGGER tenant_shown AFTER INSERT OR UPDATE ON tenant FOR EACH ROW EXECUTE FUNCTION note_tenant_change();
CREATE TRIGGER tenant_host_shown AFTER INSERT OR UPDATE OR DELETE ON tenant_host
    FOR EACH ROW EXECUTE FUNCTION note_tenant_change();
"""
_BACK = """
DROP TRIGGER tenant_host_shown ON tenant_host;
DROP TRIGGER tenant_shown ON tenant;
DROP FUNCTION note_tenant_change();
"""


class Migration(migrations.Migration):
    dependencies = [("tenancy", "0002_tenant_offers_to_archive")]

    operations = [migrations.RunSQL([_FUNCTION, _TRIGGERS], [_BACK])]
